package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.Pass;
import lamina.model.encoder.AudiovisualEncoder;

/** Encodes both modalities together and scores every class: (B, classes). */
final class Classifier {
  private final AudiovisualEncoder encoder;
  private final Linear head;

  Classifier(Declaration declare, Classification task, Experiment<?> experiment, Data train) {
    this.encoder =
        new AudiovisualEncoder(
            declare, experiment, task.pooling(), train.imageTokens(), train.audioTokens());
    this.head =
        new Linear(declare.in("head"), experiment.backbone().width(), task.data().classes());
  }

  NDArray logits(Pass pass, Example batch) {
    return head.forward(pass, encoder.forward(pass, batch.image(), batch.audio()));
  }
}
