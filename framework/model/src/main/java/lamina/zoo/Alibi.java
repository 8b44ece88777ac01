package lamina.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalLong;
import lamina.config.Traits;
import lamina.mechanism.Built;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.attention.Chunk;

/**
 * Attention with linear biases (Press, Smith and Lewis, arXiv 2108.12409): from the scores of a
 * head h a fixed slope times the distance of the two tokens is taken away, S - m_h |i - j|. There
 * is nothing to learn.
 *
 * <p>The paper is about causal models, where a key is never behind its query; here the distance
 * counts in both directions alike. Tokens are told apart by their places in the sequence alone, of
 * whatever kind they are.
 */
@Origin(family = "bias", paper = "Press, Smith and Lewis, arXiv 2108.12409")
public record Alibi() implements Mechanism {
  private static final double STEEPEST = 8;

  @Override
  public Traits traits() {
    return Traits.PLAIN.withMask(false).withoutCross().startingPlain(true);
  }

  @Override
  public String label() {
    return "ALiBi";
  }

  @Override
  public Built in(Declaration declare, Site site) {
    float[] slopes = slopes(site.backbone().heads());
    return new Scored(site) {
      @Override
      public NDArray mask(Chunk chunk) {
        float[] negative = new float[slopes.length];
        for (int head = 0; head < negative.length; head++) {
          negative[head] = -slopes[head];
        }
        return chunk
            .manager()
            .create(negative, new Shape(1, negative.length, 1, 1))
            .mul(chunk.distance());
      }

      @Override
      public NDArray scores(Chunk chunk) {
        return chunk.dot().add(mask(chunk));
      }
    };
  }

  /**
   * The slopes of heads. Where their number is a power of two they are a geometric sequence that
   * starts at 2^(-8/H), which is its ratio too; else those of the next smaller power of two, and
   * then every other one of twice that power, from the first on.
   */
  static float[] slopes(int heads) {
    int power = Integer.highestOneBit(heads);
    float[] slopes = new float[heads];
    for (int head = 0; head < heads; head++) {
      slopes[head] =
          head < power ? slope(head + 1, power) : slope(2 * (head - power) + 1, 2 * power);
    }
    return slopes;
  }

  private static float slope(int number, int of) {
    return (float) Math.pow(2, -STEEPEST * number / of);
  }

  @Override
  public OptionalLong macs(Site site) {
    return OptionalLong.of(0);
  }
}
