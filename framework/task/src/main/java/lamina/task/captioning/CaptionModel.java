package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import lamina.model.Pass;
import lamina.model.language.NextTokens;
import lamina.task.Pretraining;

/** What a captioner's training and generation differ in. */
interface CaptionModel {
  /**
   * The mean loss of training examples, shape ().
   *
   * @param random of what is drawn beside dropout
   */
  NDArray loss(Pass pass, Example batch, SplittableRandom random);

  /**
   * Reads the captions that are there: -log p of every word, (words, 1), as far as the model can
   * say it of a caption that it may read to its end.
   */
  NDArray read(Pass pass, Example batch);

  /** The words of new captions, which start with [BOS]. */
  NextTokens next(Pass pass, Example batch);

  /** What its frozen tensors are learned by; empty where there are none, or they are brought. */
  Optional<Pretraining> pretraining();

  /** The folder of files that its frozen tensors are read from; empty where there are none. */
  default Optional<Path> pretrained() {
    return Optional.empty();
  }
}
