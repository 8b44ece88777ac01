package lamina.config;

import java.util.function.Function;

/**
 * Finds the moments of a video that a query speaks of, and scores every clip. Metrics: those of
 * QVHighlights' evaluator.
 */
public record MomentRetrieval(MomentsData data, Detector detector) implements Task {
  /** Sine and cosine of a centre and of a width: they divide the backbone's width. */
  public static final int WAVES = 4;

  public MomentRetrieval withDetector(Detector value) {
    return new MomentRetrieval(data, value);
  }

  @Override
  public <R> R fold(
      Function<Classification, R> classification,
      Function<MomentRetrieval, R> momentRetrieval,
      Function<Captioning, R> captioning) {
    return momentRetrieval.apply(this);
  }

  @Override
  public int tokens(Encoders encoders) {
    encoders.as(FeatureProjections.class, "moment retrieval");
    return MomentsData.CLIPS + MomentsData.WORDS;
  }

  @Override
  public void requireFit(Transformer backbone, AttentionMask mask) {
    Rule.require(
        backbone.normalisation() == Normalisation.POST,
        "backbone.normalisation",
        "be post for a detector",
        backbone.normalisation().written());
    Rule.require(
        backbone.width() % WAVES == 0,
        "backbone.width",
        "be a multiple of " + WAVES + " for sine positions",
        backbone.width());
  }

  @Override
  public Place place(Encoders encoders) {
    return detector.place();
  }

  @Override
  public String mainMetric() {
    return "mr-map";
  }

  @Override
  public MomentRetrieval unmasked() {
    return new MomentRetrieval(data, detector.unmasked());
  }

  @Override
  public MomentRetrieval smoke() {
    return new MomentRetrieval(data.smoke(), detector);
  }
}
