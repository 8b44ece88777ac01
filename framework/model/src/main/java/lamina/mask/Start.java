package lamina.mask;

import lamina.model.Initializer;

/**
 * How the last layer of the mask starts. {@code IDENTITY} sets its weights to zero and its bias to
 * the value at which a multiplying mask is 1; where the parametrisation cannot reach 1 (sigmoid,
 * tanh) the bias is 1. An added mask starts constant, which the softmax ignores.
 */
record Start(MaskInitialisation initialisation, double identityBias) {
  private static final double SOFTPLUS_REACHES_ONE = Math.log(Math.E - 1);

  static Start of(LearnableMask config) {
    boolean multiplies = config.fusion() != MaskFusion.ADD;
    return new Start(
        config.initialisation(), multiplies ? identityBias(config.parametrisation()) : 0);
  }

  Initializer weights(int fanIn) {
    return switch (initialisation) {
      case DEFAULT -> Initializer.fanIn(fanIn);
      case KAIMING -> Initializer.kaiming(fanIn);
      case IDENTITY -> Initializer.constant(0);
    };
  }

  Initializer biases(int fanIn) {
    return switch (initialisation) {
      case DEFAULT -> Initializer.fanIn(fanIn);
      case KAIMING -> Initializer.constant(0);
      case IDENTITY -> Initializer.constant(identityBias);
    };
  }

  /** For a bias that is added to a product instead of belonging to a linear layer. */
  Initializer offset() {
    return Initializer.constant(initialisation == MaskInitialisation.IDENTITY ? identityBias : 0);
  }

  private static double identityBias(MaskParametrisation parametrisation) {
    return switch (parametrisation) {
      case UNCONSTRAINED, SIGMOID, TANH -> 1;
      case SOFTPLUS -> SOFTPLUS_REACHES_ONE;
      case ONE_PLUS -> 0;
    };
  }
}
