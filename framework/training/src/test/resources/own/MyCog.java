import ai.djl.ndarray.NDArray;
import java.util.OptionalLong;
import lamina.config.Place;
import lamina.config.Rule;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.attention.Chunk;

public record MyCog(@Default("true") boolean keepEnds) implements Mechanism {
  private static final int LEAST_LAYERS = 3;

  @Override
  public Traits traits() {
    return Traits.PLAIN.withWeights(Traits.Weights.SIGNED).startingPlain(true);
  }

  @Override
  public void requireRules(Place place, Transformer backbone) {
    Rule.require(
        !keepEnds || backbone.layers() >= LEAST_LAYERS,
        "backbone.layers",
        "be at least 3 for a mask of kind cog-attention that keeps the ends plain",
        backbone.layers());
  }

  @Override
  public Built in(Declaration declare, Site site) {
    int last = site.backbone().layers() - 1;
    Rule.require(
        !keepEnds || site.layers().stream().anyMatch(layer -> layer > 0 && layer < last),
        "mask.keepEnds",
        "be false where cog attention acts in the first and the last layer alone",
        keepEnds);
    return new Scored(site) {
      @Override
      public NDArray weights(Chunk chunk, NDArray scores) {
        boolean end = chunk.layer() == 0 || chunk.layer() == last;
        return keepEnds && end ? chunk.softmax(scores) : signed(chunk, scores);
      }
    };
  }

  private static NDArray signed(Chunk chunk, NDArray scores) {
    return chunk.softmax(scores.abs()).mul(scores.sign());
  }

  @Override
  public OptionalLong macs(Site site) {
    return OptionalLong.of(0);
  }
}
