package lamina.config;

import java.util.function.Function;

/**
 * Finds the moments of a video that a query speaks of, and scores every clip. Metrics: those of
 * QVHighlights' evaluator.
 */
public record MomentRetrieval(MomentsData data, Detector detector) implements Task {
  @Override
  public <R> R fold(
      Function<Classification, R> classification, Function<MomentRetrieval, R> momentRetrieval) {
    return momentRetrieval.apply(this);
  }

  @Override
  public int tokens(Encoders encoders) {
    encoders.as(FeatureProjections.class, "moment retrieval");
    return MomentsData.CLIPS + MomentsData.WORDS;
  }

  @Override
  public MaskShape maskShape(Encoders encoders) {
    return detector.maskShape();
  }

  @Override
  public String mainMetric() {
    return "mr-map";
  }

  @Override
  public MomentRetrieval resolved(AttentionMask mask) {
    return new MomentRetrieval(data, detector.resolved(mask));
  }

  @Override
  public MomentRetrieval smoke() {
    return new MomentRetrieval(data.smoke(), detector);
  }
}
