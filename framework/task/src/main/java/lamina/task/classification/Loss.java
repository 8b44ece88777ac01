package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

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

  /**
   * The mean cross-entropy with a target that all classes have a share of (arXiv 1512.00567), shape
   * ().
   *
   * @param smoothing the share of all classes together
   */
  static NDArray smoothed(Pass pass, NDArray logits, NDArray labels, double smoothing) {
    if (smoothing == 0) {
      return of(logits, labels);
    }
    NDArray ofAll = logits.logSoftmax(1).mean().neg();
    return of(logits, labels)
        .mul(pass.scalar(1 - smoothing))
        .add(ofAll.mul(pass.scalar(smoothing)));
  }

  /**
   * The same of pictures that were mixed with those of the batch turned round.
   *
   * @param own the share of an example's own label
   */
  static NDArray mixed(Pass pass, NDArray logits, NDArray labels, double smoothing, double own) {
    NDArray first = smoothed(pass, logits, labels, smoothing);
    NDArray second = smoothed(pass, logits, labels.flip(0), smoothing);
    return first.mul(pass.scalar(own)).add(second.mul(pass.scalar(1 - own)));
  }
}
