package lamina.cost;

import lamina.config.Activation;
import lamina.config.Experiment;
import lamina.config.MomentDetr;
import lamina.config.QdDetr;
import lamina.config.Rule;
import lamina.config.Task;
import lamina.config.Transformer;
import lamina.mask.LinearControl;
import lamina.mask.NoMask;

/**
 * Experiments without a mask that have as many parameters as one with a mask: whatever they share
 * with it is not the mask's doing. Counts differ by rounding alone.
 */
public final class Controls {
  private Controls() {}

  /**
   * Two more linear layers on what each layer's attention gives.
   *
   * @param residual whether their output is added to what they were given
   * @throws ConfigException where the mask has too few parameters for that
   */
  public static Experiment<LinearControl> equalParameters(Experiment<?> masked, boolean residual) {
    Transformer backbone = masked.backbone();
    long width = backbone.width();
    double ofLayer = (double) parametersOfMask(masked) / backbone.layers();
    long hidden = Math.round((ofLayer - width) / (2 * width + 1));
    Rule.require(
        hidden >= 1,
        "mask",
        "have at least %d parameters to have a control with linear layers"
            .formatted(backbone.layers() * (3 * width + 1)),
        parametersOfMask(masked));
    return masked.with(new LinearControl(Math.toIntExact(hidden), residual));
  }

  /**
   * More encoder layers, in QD-DETR in both encoders, with the feed-forward width that makes the
   * counts equal. All feed-forwards have it, those of a detector's decoder too.
   *
   * @throws ConfigException where the mask has too few parameters for that
   */
  public static Experiment<NoMask> stackedLayers(Experiment<?> masked) {
    Transformer backbone = masked.backbone();
    long mask = parametersOfMask(masked);
    long encoders = encoders(masked.task());
    long layer = encoders * parametersOfLayer(backbone, backbone.feedForward());
    long more = Math.max(1, Math.round((double) mask / layer));
    int layers = Math.toIntExact(backbone.layers() + more);
    long before = encoders * backbone.layers() + decoderLayers(masked.task());
    long after = encoders * layers + decoderLayers(masked.task());
    long bare = encoders * more * parametersOfLayer(backbone, 0);
    long ofUnit = 2L * backbone.width() + 1;
    double units = before * backbone.feedForward() + (double) (mask - bare) / ofUnit;
    long feedForward = Math.round(units / after);
    Rule.require(
        feedForward >= 1,
        "mask",
        "have more parameters to have a control with another layer",
        mask);
    return masked
        .with(new NoMask())
        .withBackbone(backbone.withLayers(layers).withFeedForward(Math.toIntExact(feedForward)));
  }

  /** Encoders that have the backbone's layers. */
  private static int encoders(Task task) {
    return task.fold(
        classification -> 1,
        moments -> moments.detector().fold(qdDetr -> 2, momentDetr -> 1),
        captioning -> 1);
  }

  /** Other layers with a feed-forward of the backbone's width. */
  private static int decoderLayers(Task task) {
    return task.fold(
        classification -> 0,
        moments -> moments.detector().fold(QdDetr::decoderLayers, MomentDetr::decoderLayers),
        captioning -> 0);
  }

  /** Four square projections, two norms and a feed-forward with what slope it has. */
  private static long parametersOfLayer(Transformer backbone, int feedForward) {
    long d = backbone.width();
    long slope = backbone.activation() == Activation.PRELU ? 1 : 0;
    return 4 * (d * d + d) + 4 * d + 2 * d * feedForward + feedForward + d + slope;
  }

  /** What the mask adds to the model, trained or not. */
  private static long parametersOfMask(Experiment<?> masked) {
    return MaskCost.of(masked).parameters();
  }
}
