package lamina.task;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Optional;
import lamina.config.border.Observed;
import lamina.data.Split;
import lamina.model.Declaration;
import lamina.model.Pass;

/** A task, its data and a model for it: all that a training loop needs to know. */
public interface Learning extends AutoCloseable {
  /** The trainable tensors of the model. */
  Declaration declaration();

  /** How many examples a split has. */
  int size(Split split);

  /**
   * Says which epoch of a trial begins, from 1, for random choices that depend on nothing else: a
   * resumed trial makes the same.
   */
  default void begin(long seed, int epoch) {}

  /**
   * The mean loss of some training examples, shape ().
   *
   * @param indices which examples, integers of shape (B)
   */
  NDArray loss(Pass pass, int[] indices);

  /** The same with what the mechanism adds: what a training step makes smaller. */
  default NDArray objective(Pass pass, int[] indices) {
    return pass.objective(loss(pass, indices));
  }

  /** Metrics of a split that nothing has been added to yet. */
  Scores scores(Split split);

  /**
   * What some examples and their tokens are, and what each observed layer attends from and to when
   * they are one batch.
   */
  Observed observed(Split split, int[] indices);

  /** What the model's frozen tensors are learned by; empty where it has none, or brings them. */
  default Optional<Pretraining> pretraining() {
    return Optional.empty();
  }

  /**
   * The folder of Hugging Face's files that the model's frozen tensors are read from; empty where
   * it has none, or learns them.
   */
  default Optional<Path> pretrained() {
    return Optional.empty();
  }

  /** Runs the model over some examples once, for those who observe the pass. */
  default void observe(Pass pass, Split split, int[] indices) {
    scores(split).add(pass, indices);
  }

  @Override
  void close();
}
