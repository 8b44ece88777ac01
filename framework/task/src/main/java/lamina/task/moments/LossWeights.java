package lamina.task.moments;

/** How the parts of the loss, and of the matching's cost, weigh (config.py of Moment-DETR). */
final class LossWeights {
  static final double SPAN = 10;
  static final double GIOU = 1;
  static final double LABEL = 4;
  static final double SALIENCY = 1;

  /** Of a proposal that stands for no moment. */
  static final double BACKGROUND = 0.1;

  private LossWeights() {}
}
