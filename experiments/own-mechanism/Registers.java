import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import lamina.config.*;
import lamina.mechanism.*;
import lamina.model.*;
import lamina.model.attention.*;

/** Learned tokens behind an example's own. Tokens read and write them; after the last layer they are gone. */
public record Registers(@Default("4") int count) implements Mechanism {
  public Registers {
    Rule.atLeast(1, "mask.count", count);
  }

  /** A register sees all tokens, and so would tell the first of the last. */
  @Override
  public Traits traits() {
    return Traits.PLAIN.withWeights(Traits.Weights.NONE).withoutCausal().withoutCross();
  }

  @Override
  public Built in(Declaration declare, Site site) {
    Declaration.Tensor start =
        declare.tensor("registers", Initializer.normal(0.02), 1, count, site.width());
    return new Plain(wider(site)) {
      @Override
      public Run begin(Pass pass, Sequence sequence) {
        Run layers = super.begin(pass, sequence);
        return new Run() {
          @Override
          public Sequence enter(Sequence tokens) {
            return longer(pass, tokens, pass.get(start));
          }

          @Override
          public Sequence layer(int layer, Sequence tokens) {
            return layers.layer(layer, tokens);
          }

          @Override
          public Sequence leave(Sequence tokens) {
            long own = sequence.x().values().getShape().get(1);
            return sequence.with(tokens.x().values().get(new NDIndex(":, 0:" + own)));
          }
        };
      }
    };
  }

  /** The form of attention is chosen for as many tokens as there really are. */
  private Site wider(Site site) {
    Place p = site.place();
    Place place =
        new Place(
            p.name(),
            andRegisters(p.queries()),
            p.keys(),
            p.causal(),
            p.padding(),
            p.pairs(),
            p.readsTokens());
    return new Site(
        place, site.backbone(), site.style(), site.traits(), site.acts(), site.attention());
  }

  /** Registers have no position, and are never padding. */
  private Sequence longer(Pass pass, Sequence tokens, NDArray registers) {
    NDArray values = tokens.x().values();
    long examples = values.getShape().get(0);
    NDArray positions = tokens.x().positions();
    NDArray real = tokens.visible().keys();
    if (positions != null) {
      long rows = positions.getShape().get(0);
      Shape more = new Shape(rows, count, positions.getShape().get(2));
      positions = behind(positions, pass.zeros(more));
    }
    if (real != null) {
      real = behind(real, pass.manager().ones(new Shape(examples, count), DataType.BOOLEAN));
    }
    NDArray all = registers.broadcast(examples, count, values.getShape().get(2));
    List<Kind> kinds = andRegisters(tokens.kinds().queries());
    return new Sequence(
        new Tokens(behind(values, all), positions),
        null,
        real == null ? Visible.ALL : Visible.keys(real),
        new Kinds(kinds, kinds));
  }

  private List<Kind> andRegisters(List<Kind> kinds) {
    List<Kind> more = new ArrayList<>(kinds);
    more.add(new Kind("register", count));
    return more;
  }

  private static NDArray behind(NDArray front, NDArray more) {
    return NDArrays.concat(new NDList(front, more), 1);
  }

  /** What all layers multiply for so many tokens more. */
  @Override
  public OptionalLong macs(Site site) {
    long own = site.most().queries();
    return OptionalLong.of(
        site.backbone().layers() * (ofLayer(site, own + count) - ofLayer(site, own)));
  }

  private static long ofLayer(Site site, long tokens) {
    long width = site.width();
    return tokens * width * (4 * width + 2 * tokens + 2L * site.backbone().feedForward());
  }
}
