package lamina.config.cost;

import lamina.config.AudiovisualEncoders;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.GarmentsAndVoices;
import lamina.config.Pooling;
import lamina.config.Transformer;

/** Tokens of two modalities, an encoder, a pooled head. */
final class ClassifierCost {
  private ClassifierCost() {}

  static ModelCost of(Classification task, Experiment<?> experiment) {
    Transformer backbone = experiment.backbone();
    AudiovisualEncoders encoders =
        experiment.encoders().as(AudiovisualEncoders.class, "classification");
    long width = backbone.width();
    int image =
        task.data()
            .fold(
                garments -> encoders.image().tokens(GarmentsAndVoices.CANVAS_SIDE),
                files -> encoders.image().tokens(files.imageSide()));
    int audio = task.data().tokens(encoders) - image;
    Count model =
        embedding(image, encoders.image().features(), width)
            .plus(
                embedding(audio, encoders.audio().features(), width),
                Count.held(task.pooling() == Pooling.CLASS_TOKEN ? width : 0),
                Layers.encoder(backbone, experiment.maskShape()),
                Count.linear(1, width, task.data().classes()));
    return new ModelCost(
        model, MaskCost.of(experiment.mask(), backbone, experiment.maskShape()), 0);
  }

  /** A projection, and embeddings of the modality and of places. */
  private static Count embedding(long tokens, long features, long width) {
    return Count.linear(tokens, features, width).plus(Count.held(width + tokens * width));
  }
}
