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
  public <R> R fold(Function<Classification, R> classification) {
    return classification.apply(this);
  }

  @Override
  public int tokens(Encoders encoders) {
    return data.tokens(encoders) + (pooling == Pooling.CLASS_TOKEN ? 1 : 0);
  }

  @Override
  public Classification smoke() {
    return new Classification(data.smoke(), pooling);
  }
}
