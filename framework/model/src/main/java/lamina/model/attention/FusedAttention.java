package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * The fused score as one dot product of features, through the engine's fused kernel: memory grows
 * with N, not with its square, and M is never there. Padded keys are one more feature: 1 for a
 * query, a large negative number for a padded key.
 */
public record FusedAttention(Steps steps) implements Attention {
  private static final double RULES_OUT = -1e30;

  /** A GPU's kernels want rows that start at multiples of 16 bytes; a CPU's take any width. */
  private static final long GPU_ALIGNMENT = 8;

  @Override
  public NDArray attend(Pass pass, AttentionInput input) {
    if (input.visible().causal() && input.visible().firstQuery() > 0) {
      throw new IllegalArgumentException("causal rows must be attended in another form than fused");
    }
    if (input.visible().pairs() != null) {
      throw new IllegalArgumentException("pairs that may not be seen have no features");
    }
    NDArray keys = input.visible().keys();
    Features features = padded(pass, steps.features(Chunk.whole(pass, steps, input)), keys);
    FusedKernel kernel = input.visible().causal() ? FusedKernel.CAUSAL : FusedKernel.FULL;
    long values = input.v().getShape().get(3);
    long width = features.q().getShape().get(3);
    if (width == values) {
      return withoutEmpty(pass, keys, kernel.attend(features.q(), features.k(), input.v()));
    }
    NDArray attended =
        kernel.attend(
            features.q(), features.k(), widened(input.v(), zeros(pass, input.v(), width - values)));
    return withoutEmpty(pass, keys, attended.get(":, :, :, :" + values));
  }

  /** Nothing is attended to in an example all of whose keys are padding. */
  private static NDArray withoutEmpty(Pass pass, @Nullable NDArray keys, NDArray attended) {
    if (keys == null) {
      return attended;
    }
    NDArray some =
        keys.toType(DataType.INT32, false)
            .max(new int[] {1}, true)
            .toType(DataType.BOOLEAN, false)
            .reshape(-1, 1, 1, 1);
    return Visible.where(some, attended, pass.scalar(0));
  }

  /** Adds the feature of padded keys where there are any, and zeros up to the alignment. */
  private static Features padded(Pass pass, Features features, @Nullable NDArray keys) {
    long width = features.q().getShape().get(3) + (keys == null ? 0 : 1);
    NDArray q = features.q();
    long zeros = q.getDevice().isGpu() ? Math.floorMod(-width, GPU_ALIGNMENT) : 0;
    NDArray k = features.k();
    if (keys != null) {
      q = widened(q, pass.scalar(1).broadcast(withLast(q, 1)));
      k = widened(k, ruledOut(pass, keys, k));
    }
    return zeros == 0
        ? new Features(q, k)
        : new Features(widened(q, zeros(pass, q, zeros)), widened(k, zeros(pass, k, zeros)));
  }

  /** 0 for a real key, a large negative number for a padded one: (B, H, Nk, 1). */
  private static NDArray ruledOut(Pass pass, NDArray keys, NDArray k) {
    NDArray padded = keys.logicalNot().toType(DataType.FLOAT32, false);
    return padded.mul(pass.scalar(RULES_OUT)).expandDims(1).expandDims(3).broadcast(withLast(k, 1));
  }

  private static NDArray zeros(Pass pass, NDArray like, long width) {
    return pass.scalar(0).broadcast(withLast(like, width));
  }

  private static NDArray widened(NDArray x, NDArray more) {
    return NDArrays.concat(new NDList(x, more), 3);
  }

  private static Shape withLast(NDArray x, long width) {
    Shape shape = x.getShape();
    return new Shape(shape.get(0), shape.get(1), shape.get(2), width);
  }
}
