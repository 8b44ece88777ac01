package lamina.config;

import java.util.function.Function;

/**
 * One label an example, learned with cross-entropy. Metrics: accuracy and top-5 accuracy.
 *
 * @param data what is classified
 * @param pooling what the head reads
 */
public record Classification(ClassificationData data, Pooling pooling) implements Task {
  @Override
  public <R> R fold(
      Function<Classification, R> classification,
      Function<MomentRetrieval, R> momentRetrieval,
      Function<Captioning, R> captioning) {
    return classification.apply(this);
  }

  @Override
  public int tokens(Encoders encoders) {
    return data.tokens(encoders.as(AudiovisualEncoders.class, "classification"))
        + (pooling == Pooling.CLASS_TOKEN ? 1 : 0);
  }

  @Override
  public void requireFit(Transformer backbone, AttentionMask mask) {
    SparseMask.requireNone(mask, "classification");
  }

  @Override
  public MaskShape maskShape(Encoders encoders) {
    return new MaskShape(tokens(encoders), tokens(encoders));
  }

  @Override
  public String mainMetric() {
    return "accuracy";
  }

  @Override
  public Classification resolved(AttentionMask mask) {
    return this;
  }

  @Override
  public Classification smoke() {
    return new Classification(data.smoke(), pooling);
  }
}
