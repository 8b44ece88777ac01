package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import lamina.config.Activation;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;

/** Small configurations and inputs that the tests start from. */
public final class Given {
  public static final int TOKENS = 5;

  private Given() {}

  public static Transformer backbone() {
    return new Transformer(2, 2, 4, 8, 0, Activation.GELU, Normalisation.PRE);
  }

  public static LearnableMask mask() {
    return new LearnableMask(
        MaskPlacement.PER_LAYER,
        MaskFusion.MULTIPLY,
        2,
        null,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  /** Initial values, those of tensors that are never trained too. */
  public static Parameters parameters(Declaration declaration, long seed, NDManager manager) {
    Frozen frozen = Frozen.initial(declaration, seed, manager);
    return Parameters.initial(declaration, frozen, seed, manager);
  }

  public static NDArray uniform(NDManager manager, long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return manager.create(values, new Shape(shape));
  }
}
