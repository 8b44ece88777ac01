package lamina.cost;

/** Numbers that a part of a model holds, and MACs of its forward pass for one example. */
record Count(long parameters, long macs) {
  static final Count NOTHING = new Count(0, 0);

  /** Numbers that nothing is multiplied by. */
  static Count held(long parameters) {
    return new Count(parameters, 0);
  }

  /** A linear layer with a bias. */
  static Count linear(long rows, long in, long out) {
    return new Count(in * out + out, rows * in * out);
  }

  /** A product of two arrays that the model computes: (rows, inner) with (inner, columns). */
  static Count product(long rows, long inner, long columns) {
    return new Count(0, rows * inner * columns);
  }

  /** Gain and offset of a LayerNorm. */
  static Count norm(long width) {
    return held(2 * width);
  }

  Count plus(Count... others) {
    long sumOfParameters = parameters;
    long sumOfMacs = macs;
    for (Count other : others) {
      sumOfParameters += other.parameters;
      sumOfMacs += other.macs;
    }
    return new Count(sumOfParameters, sumOfMacs);
  }

  /** Parts of the same shape. */
  Count times(long count) {
    return new Count(count * parameters, count * macs);
  }

  /** One part that is run so often. */
  Count run(long times) {
    return new Count(parameters, times * macs);
  }
}
