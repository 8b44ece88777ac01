import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalLong;
import lamina.config.Traits;
import lamina.mechanism.Built;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.attention.Chunk;

public record MyAlibi() implements Mechanism {
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
