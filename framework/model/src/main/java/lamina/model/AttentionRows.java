package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lamina.config.Traits;
import org.jspecify.annotations.Nullable;

/** The mask and the weights of one attention, a chunk of queries at a time. */
public interface AttentionRows {
  /** Looks at a chunk of rows; the arrays are closed afterwards. */
  @FunctionalInterface
  interface Look {
    /**
     * One chunk.
     *
     * @param mask M, (B or 1, rows, Nk), or (B or 1, H, rows, Nk) where heads differ; null for none
     * @param weights what multiplies the values, (B, H, rows, Nk), before dropout
     */
    void at(@Nullable NDArray mask, NDArray weights);
  }

  /** Looks at the mask alone. */
  @FunctionalInterface
  interface LookAtMask {
    /** One chunk of M, (B or 1, rows, Nk), or (B or 1, H, rows, Nk) where heads differ. */
    void at(NDArray mask);
  }

  /** A mask that outlives its pass, in memory that grows with N and not with its square. */
  @FunctionalInterface
  interface KeptMask {
    /** M for queries {@code from} to {@code to}, the last not included; of {@code owner}. */
    NDArray rows(NDManager owner, long from, long to);
  }

  /** B. */
  long examples();

  /** Nq. */
  long queries();

  /** Nk. */
  long keys();

  boolean isMasked();

  /** What multiplies the values. */
  Traits.Weights weights();

  /** All rows in their order, never more than a chunk of them at once. */
  void forEach(Look look);

  /** The same without the weights; nothing where there is no mask. */
  void forEachOfMask(LookAtMask look);

  /**
   * Keeps the mask until {@code owner} is closed.
   *
   * @throws IllegalStateException where there is no mask
   */
  KeptMask keepMask(NDManager owner);
}
