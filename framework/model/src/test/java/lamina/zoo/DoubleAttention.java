package lamina.zoo;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Attention in plain loops and double precision, which a mechanism's own rule is put into. */
final class DoubleAttention {
  /** What a row of visible scores becomes. */
  interface Row {
    /**
     * Weights of a row's visible keys.
     *
     * @param scores of them
     * @param keys which ones they are
     */
    double[] weights(int head, int query, double[] scores, int[] keys);
  }

  private final ZooFixture fixture;
  private final int heads;
  private final int tokens;
  private final int width;

  DoubleAttention(ZooFixture fixture) {
    this.fixture = fixture;
    this.heads = fixture.heads();
    this.tokens = fixture.tokens();
    this.width = fixture.width();
  }

  /** The weights, (B, H, N, N): 0 where a key may not be seen. */
  float[] weights(Row rule) {
    int examples = fixture.examples();
    int part = width / heads;
    float[] weights = new float[examples * heads * tokens * tokens];
    for (int b = 0; b < examples; b++) {
      double[][] q = projected(b, "Wq");
      double[][] k = projected(b, "Wk");
      for (int h = 0; h < heads; h++) {
        for (int i = 0; i < tokens; i++) {
          int[] keys = seen(b, i);
          double[] scores = new double[keys.length];
          for (int n = 0; n < keys.length; n++) {
            for (int d = h * part; d < (h + 1) * part; d++) {
              scores[n] += q[i][d] * k[keys[n]][d] / Math.sqrt(part);
            }
          }
          double[] row = rule.weights(h, i, scores, keys);
          for (int n = 0; n < keys.length; n++) {
            weights[((b * heads + h) * tokens + i) * tokens + keys[n]] = (float) row[n];
          }
        }
      }
    }
    return weights;
  }

  /** The output, (B, N, D), of weights. */
  float[] output(float[] weights) {
    int examples = fixture.examples();
    int part = width / heads;
    float[] out = fixture.values("Wo");
    float[] output = new float[examples * tokens * width];
    for (int b = 0; b < examples; b++) {
      double[][] v = projected(b, "Wv");
      for (int i = 0; i < tokens; i++) {
        double[] joined = new double[width];
        for (int d = 0; d < width; d++) {
          for (int j = 0; j < tokens; j++) {
            joined[d] += weights[((b * heads + d / part) * tokens + i) * tokens + j] * v[j][d];
          }
        }
        for (int to = 0; to < width; to++) {
          double sum = 0;
          for (int d = 0; d < width; d++) {
            sum += out[to * width + d] * joined[d];
          }
          output[(b * tokens + i) * width + to] = (float) sum;
        }
      }
    }
    return output;
  }

  /** The softmax. */
  static double[] softmax(double[] scores) {
    double sum = 0;
    double[] weights = new double[scores.length];
    for (int n = 0; n < scores.length; n++) {
      weights[n] = Math.exp(scores[n]);
      sum += weights[n];
    }
    for (int n = 0; n < scores.length; n++) {
      weights[n] /= sum;
    }
    return weights;
  }

  /** The root of a falling function, to the last bits. */
  static double root(DoubleUnaryOperator falling, double least, double most) {
    double from = least;
    double to = most;
    for (int i = 0; i < 200; i++) {
      double middle = (from + to) / 2;
      if (falling.applyAsDouble(middle) >= 0) {
        from = middle;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private int[] seen(int example, int query) {
    return IntStream.range(0, tokens).filter(key -> fixture.sees(example, query, key)).toArray();
  }

  private double[][] projected(int example, String weight) {
    float[] x = fixture.values("X");
    float[] by = fixture.values(weight);
    double[][] projected = new double[tokens][width];
    for (int i = 0; i < tokens; i++) {
      for (int to = 0; to < width; to++) {
        for (int d = 0; d < width; d++) {
          projected[i][to] += (double) x[(example * tokens + i) * width + d] * by[to * width + d];
        }
      }
    }
    return projected;
  }
}
