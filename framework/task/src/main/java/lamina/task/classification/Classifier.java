package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import java.util.List;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.Modality;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.Pass;
import lamina.model.encoder.PooledEncoder;

/** Encodes all modalities together and scores every class: (B, classes). */
final class Classifier {
  private final PooledEncoder encoder;
  private final Linear head;

  Classifier(
      Declaration declare,
      Classification task,
      Experiment<?> experiment,
      List<Modality> modalities) {
    this.encoder = new PooledEncoder(declare, experiment, task.pooling(), modalities);
    this.head =
        new Linear(declare.in("head"), experiment.backbone().width(), task.data().classes());
  }

  NDArray logits(Pass pass, Example batch) {
    return head.forward(pass, encoder.forward(pass, batch.features()));
  }
}
