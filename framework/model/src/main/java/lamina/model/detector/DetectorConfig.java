package lamina.model.detector;

import lamina.config.AttentionMask;
import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.MomentRetrieval;
import lamina.config.Transformer;
import lamina.model.Declaration;

/**
 * What every detector is built from.
 *
 * @param videoFeatures Fv, features of a clip
 * @param textFeatures Ft, features of a word
 */
public record DetectorConfig(
    int videoFeatures,
    int textFeatures,
    FeatureProjections encoders,
    Transformer backbone,
    AttentionMask mask) {

  public static DetectorConfig of(MomentRetrieval task, Experiment<?> experiment) {
    return new DetectorConfig(
        task.data().videoFeatures(),
        task.data().textFeatures(),
        experiment.encoders().as(FeatureProjections.class, "moment retrieval"),
        experiment.backbone(),
        experiment.mask());
  }

  FeatureProjection video(Declaration declare) {
    return new FeatureProjection(declare.in("video"), encoders, videoFeatures, backbone.width());
  }

  FeatureProjection text(Declaration declare) {
    return new FeatureProjection(declare.in("text"), encoders, textFeatures, backbone.width());
  }
}
