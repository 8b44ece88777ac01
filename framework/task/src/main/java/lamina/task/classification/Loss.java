package lamina.task.classification;

import ai.djl.ndarray.NDArray;

/** Cross-entropy. */
final class Loss {
  private Loss() {}

  /**
   * The mean of -log p(label), shape ().
   *
   * @param logits (B, classes)
   * @param labels integers of shape (B)
   */
  static NDArray of(NDArray logits, NDArray labels) {
    return each(logits, labels).mean();
  }

  /** -log p(label) of every example, (B, 1). */
  static NDArray each(NDArray logits, NDArray labels) {
    return logits.logSoftmax(1).gather(labels.expandDims(1), 1).neg();
  }
}
