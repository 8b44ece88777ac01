package lamina.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One label an example, learned with cross-entropy. Metrics: accuracy and top-5 accuracy.
 *
 * @param data what is classified
 * @param pooling what the head reads
 * @param labelSmoothing share of the target that all classes have in equal parts, in [0, 1)
 * @param mixup alpha of Beta(alpha, alpha), the share of a picture in its blend with another one of
 *     the batch (arXiv 1710.09412); 0 for none
 * @param cutmix the same for the area that a rectangle of another picture leaves (arXiv
 *     1905.04899). With both, a batch has one of the two, as a coin says
 */
public record Classification(
    ClassificationData data,
    Pooling pooling,
    @Later double labelSmoothing,
    @Later double mixup,
    @Later double cutmix)
    implements Task {

  public Classification {
    Rule.fraction("task.labelSmoothing", labelSmoothing);
    Rule.notNegative("task.mixup", mixup);
    Rule.notNegative("task.cutmix", cutmix);
    requirePictures("task.mixup", mixup, data);
    requirePictures("task.cutmix", cutmix, data);
  }

  /** One label an example and nothing done to it. */
  public Classification(ClassificationData data, Pooling pooling) {
    this(data, pooling, 0, 0, 0);
  }

  private static void requirePictures(String field, double value, ClassificationData data) {
    Rule.require(value == 0 || data.picturesAlone(), field, "be 0 for pictures with sound", value);
  }

  @Override
  public <R> R fold(
      Function<Classification, R> classification,
      Function<MomentRetrieval, R> momentRetrieval,
      Function<Captioning, R> captioning) {
    return classification.apply(this);
  }

  @Override
  public int tokens(Encoders encoders) {
    return data.tokens(encoders) + (pooling == Pooling.CLASS_TOKEN ? 1 : 0);
  }

  @Override
  public void requireFit(Transformer backbone, AttentionMask mask) {}

  @Override
  public Place place(Encoders encoders) {
    List<Kind> kinds = new ArrayList<>();
    if (pooling == Pooling.CLASS_TOKEN) {
      kinds.add(new Kind("class", 1));
    }
    data.modalities(encoders).forEach(one -> kinds.add(one.kind()));
    return Place.of("classification", kinds, pooling == Pooling.CLASS_TOKEN);
  }

  @Override
  public String mainMetric() {
    return "accuracy";
  }

  @Override
  public Classification smoke() {
    return new Classification(data.smoke(), pooling, labelSmoothing, mixup, cutmix);
  }
}
