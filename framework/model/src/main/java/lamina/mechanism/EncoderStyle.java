package lamina.mechanism;

import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.model.LayerNorm;
import lamina.model.LinearStart;

/**
 * What encoders differ in that no experiment varies.
 *
 * @param start how linear layers start
 * @param residuals where LayerNorms stand
 * @param firstObserved the number by which observers know the first layer
 * @param normEpsilon what LayerNorms add to the variance
 */
public record EncoderStyle(
    LinearStart start, Residuals residuals, int firstObserved, double normEpsilon) {
  /** LayerNorms as in PyTorch. */
  public EncoderStyle(LinearStart start, Residuals residuals, int firstObserved) {
    this(start, residuals, firstObserved, LayerNorm.EPSILON);
  }

  /** Where LayerNorms stand among the residuals of a layer. */
  public enum Residuals {
    /** x + attend(norm(x)), then y + feed(norm(y)). */
    PRE,
    /** norm(x + attend(x)), then norm(y + feed(y)). */
    POST,
    /** y = x + attend(x), then norm(y + feed(norm(y))): QD-DETR's text-to-video layers. */
    POST_AROUND_BOTH,
  }

  /** PyTorch's start, and the norms where the backbone has them. */
  public static EncoderStyle of(Transformer backbone) {
    return new EncoderStyle(LinearStart.FAN_IN, residuals(backbone), 0);
  }

  static Residuals residuals(Transformer backbone) {
    return backbone.normalisation() == Normalisation.PRE ? Residuals.PRE : Residuals.POST;
  }
}
