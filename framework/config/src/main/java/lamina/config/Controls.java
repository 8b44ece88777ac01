package lamina.config;

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
  public static Experiment<LinearControl> equalParameters(
      Experiment<LearnableMask> masked, boolean residual) {
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
   * More encoder layers, of which all have the feed-forward width that makes the counts equal.
   *
   * @throws ConfigException for a detector, whose decoder has feed-forwards of that width too
   */
  public static Experiment<NoMask> stackedLayers(Experiment<LearnableMask> masked) {
    Rule.require(
        !(masked.task() instanceof MomentRetrieval),
        "task",
        "have one encoder for a control with more layers",
        "moment retrieval");
    Transformer backbone = masked.backbone();
    long mask = parametersOfMask(masked);
    long layer = parametersOfLayer(backbone, backbone.feedForward());
    long more = Math.max(1, Math.round((double) mask / layer));
    int layers = Math.toIntExact(backbone.layers() + more);
    double ofLayer = (double) (backbone.layers() * layer + mask) / layers;
    long bare = parametersOfLayer(backbone, 0);
    long feedForward = Math.round((ofLayer - bare) / (2L * backbone.width() + 1));
    Rule.require(
        feedForward >= 1,
        "mask",
        "have more parameters to have a control with another layer",
        mask);
    return masked
        .with(new NoMask())
        .withBackbone(backbone.withLayers(layers).withFeedForward(Math.toIntExact(feedForward)));
  }

  /** Four square projections, two norms and a feed-forward. */
  static long parametersOfLayer(Transformer backbone, int feedForward) {
    long d = backbone.width();
    return 4 * (d * d + d) + 4 * d + 2 * d * feedForward + feedForward + d;
  }

  /** What the mask adds to the model. */
  static long parametersOfMask(Experiment<LearnableMask> masked) {
    LearnableMask mask = masked.mask().resolved(masked.backbone());
    long modules =
        switch (mask.placement()) {
          case SHARED_MASK, SHARED_MODULE -> 1;
          case PER_LAYER -> masked.backbone().layers();
        };
    return modules * parametersOfModule(mask, masked.backbone().width(), masked.maskShape().keys());
  }

  private static long parametersOfModule(LearnableMask mask, long width, long keys) {
    long in = width;
    long parameters = 0;
    for (int i = 0; i < mask.depth() - 1; i++) {
      parameters += in * mask.hidden() + mask.hidden();
      in = mask.hidden();
    }
    return parameters
        + switch (mask.length()) {
          case FIXED -> in * keys + keys;
          case CONTENT_KEYS -> width * in + in + 1;
        };
  }
}
