package lamina.model;

import java.util.SplittableRandom;

/** Fills a tensor before training. The same random source gives the same bits on every machine. */
@FunctionalInterface
public interface Initializer {
  void fill(float[] values, int from, int count, SplittableRandom random);

  /** Every value the same. */
  static Initializer constant(double value) {
    return (values, from, count, random) ->
        java.util.Arrays.fill(values, from, from + count, (float) value);
  }

  /** Uniform between {@code -bound} and {@code bound}. */
  static Initializer uniform(double bound) {
    return (values, from, count, random) -> {
      for (int i = from; i < from + count; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    };
  }

  /** PyTorch's Linear, weights and biases alike: uniform in +-1/sqrt(fan in). */
  static Initializer fanIn(int fanIn) {
    return uniform(1 / Math.sqrt(fanIn));
  }

  /** He et al., arXiv 1502.01852, for layers before a ReLU: uniform in +-sqrt(6/fan in). */
  static Initializer kaiming(int fanIn) {
    return uniform(Math.sqrt(6.0 / fanIn));
  }

  /** Glorot and Bengio, 2010: uniform in +-sqrt(6/(fan in + fan out)). */
  static Initializer xavier(int fanIn, int fanOut) {
    return uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
  }

  /** Normal with mean 0. */
  static Initializer normal(double deviation) {
    Initializer unit = normal();
    return (values, from, count, random) -> {
      unit.fill(values, from, count, random);
      for (int i = from; i < from + count; i++) {
        values[i] = (float) (values[i] * deviation);
      }
    };
  }

  /** Normal with mean 0 and variance 1. */
  static Initializer normal() {
    return (values, from, count, random) -> {
      for (int i = from; i < from + count; i++) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        values[i] = (float) (radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
      }
    };
  }
}
