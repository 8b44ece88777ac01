package lamina.model.attention;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engine's scaled_dot_product_attention (Dao, arXiv 2307.08691): softmax(Q Kᵀ) V in linear
 * memory, with gradients. It has no state, is loaded once a process and runs on the device of the
 * arrays that it is given.
 */
enum FusedKernel {
  FULL("False"),
  /** Query i sees keys 0 to i. */
  CAUSAL("True");

  /** In inference the engine would let no gradient through, without a word. */
  private static final boolean GRADIENTS = true;

  private final byte[] archive;

  /** Kept, since a model that nobody holds takes its block along when it is collected. */
  private @Nullable Model model;

  FusedKernel(String causal) {
    this.archive =
        TorchScriptArchive.of(
            List.of("q", "k", "v"),
            "torch.scaled_dot_product_attention(q, k, v, None, 0., %s, scale=1.)"
                .formatted(causal));
  }

  /**
   * Attends without scaling. With as many features as values the CPU too takes the linear path.
   *
   * @param q (B, H, Nq, F)
   * @param k (B, H, Nk, F)
   * @param v (B, H, Nk, F)
   */
  NDArray attend(NDArray q, NDArray k, NDArray v) {
    ParameterStore none = new ParameterStore(q.getManager(), false);
    return loaded().getBlock().forward(none, new NDList(q, k, v), GRADIENTS).head();
  }

  /** Not in the constructor, from where an error would arrive without its message. */
  private synchronized Model loaded() {
    if (model == null) {
      model = load(archive);
    }
    return model;
  }

  /**
   * Loads an archive.
   *
   * @throws IllegalStateException where the engine does not take it
   */
  static Model load(byte[] archive) {
    Model model = Model.newInstance("attention");
    try {
      model.load(new ByteArrayInputStream(archive));
      return model;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      throw new IllegalStateException(
          "the engine refuses an operation that Lamina gives it as a TorchScript archive of format"
              + " version %d: is this libtorch older than 2.1? (%s)"
                  .formatted(TorchScriptArchive.FORMAT_VERSION, e.getMessage()),
          e);
    }
  }
}
