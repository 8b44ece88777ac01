package lamina.zoo;

import ai.djl.ndarray.NDArray;
import java.util.OptionalLong;
import lamina.config.Place;
import lamina.config.Rule;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.attention.Chunk;

/**
 * Cog attention (Lv et al., arXiv 2411.07176): weights of both signs, sign(S) softmax(|S|), whose
 * absolute values sum to 1 in a row. Held to trestad/CogAttn@efecf29, Cogformer/attention.py,
 * without its rotary positions. There is nothing more to learn than in plain attention.
 *
 * <p>A weight jumps where its score changes sign, and scores that are all 0 get no gradient.
 *
 * @param keepEnds whether the first and the last layer stay plain, as in the paper's models
 */
@Origin(family = "normaliser", paper = "Lv et al., arXiv 2411.07176")
public record CogAttention(@Default("true") boolean keepEnds) implements Mechanism {
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
