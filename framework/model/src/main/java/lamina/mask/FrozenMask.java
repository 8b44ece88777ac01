package lamina.mask;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import lamina.config.AttentionChange;
import lamina.config.Place;
import lamina.config.Rule;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Buildable;
import lamina.mechanism.Built;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Run;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Pass;

/**
 * The control that shows how much of a mask's effect is noise: the same at its random start, which
 * the trial's seed decides, never trained. Its numbers are none of the model's parameters that are
 * trained, and it adds nothing to the loss.
 *
 * @param mask what is frozen; its start is random
 */
@JsonTypeName("frozen")
@Origin(family = "control")
public record FrozenMask(AttentionChange mask) implements Mechanism {
  public FrozenMask {
    Rule.require(
        !mask.knowsItself() || !mask.traits().plainAtStart(),
        "mask",
        "start at random to be frozen (trait plainAtStart), and not the same for all scores",
        mask.kind());
  }

  @Override
  public Traits traits() {
    return mask.traits();
  }

  @Override
  public String label() {
    return "frozen mask";
  }

  @Override
  public void requireRules(Place place, Transformer backbone) {
    mask.requireRules(place, backbone);
  }

  @Override
  public FrozenMask resolved(Transformer backbone) {
    return new FrozenMask(mask.resolved(backbone));
  }

  @Override
  public Built in(Declaration declare, Site site) {
    return new Silent(Buildable.of(mask).in(declare.keptAtStart(), site));
  }

  /** What adds nothing to the loss: nothing of it could become smaller. */
  private record Silent(Built loud) implements Built {
    @Override
    public void layer(Declaration declare, int layer) {
      loud.layer(declare, layer);
    }

    @Override
    public Run begin(Pass pass, Sequence sequence) {
      Run run = loud.begin(pass, sequence);
      return new Run() {
        @Override
        public Sequence enter(Sequence tokens) {
          return pass.quietly(() -> run.enter(tokens));
        }

        @Override
        public Sequence layer(int layer, Sequence tokens) {
          return pass.quietly(() -> run.layer(layer, tokens));
        }

        @Override
        public Sequence leave(Sequence tokens) {
          return pass.quietly(() -> run.leave(tokens));
        }
      };
    }

    @Override
    public Built reading(UnaryOperator<NDArray> tokens) {
      return new Silent(loud.reading(tokens));
    }

    @Override
    public String form(long examples) {
      return loud.form(examples);
    }
  }

  @Override
  public OptionalLong macs(Site site) {
    return Buildable.of(mask).macs(site);
  }
}
