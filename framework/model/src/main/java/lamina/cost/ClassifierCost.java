package lamina.cost;

import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.Modality;
import lamina.config.Pooling;
import lamina.config.Transformer;

/** Tokens of every modality, an encoder, a pooled head. */
final class ClassifierCost {
  private ClassifierCost() {}

  static ModelCost of(Classification task, Experiment<?> experiment) {
    Transformer backbone = experiment.backbone();
    long width = backbone.width();
    Count embeddings = Count.NOTHING;
    for (Modality one : task.data().modalities(experiment.encoders())) {
      embeddings = embeddings.plus(embedding(one.tokens(), one.features(), width));
    }
    Count model =
        embeddings.plus(
            Count.held(task.pooling() == Pooling.CLASS_TOKEN ? width : 0),
            Layers.encoder(backbone, experiment.maskShape()),
            Count.linear(1, width, task.data().classes()));
    return new ModelCost(model, experiment);
  }

  /** A projection, and embeddings of the modality and of places. */
  private static Count embedding(long tokens, long features, long width) {
    return Count.linear(tokens, features, width).plus(Count.held(width + tokens * width));
  }
}
