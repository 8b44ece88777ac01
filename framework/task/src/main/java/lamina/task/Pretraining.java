package lamina.task;

import ai.djl.ndarray.NDArray;
import lamina.config.Training;
import lamina.model.Declaration;
import lamina.model.Pass;

/**
 * How frozen tensors come to their values: by a training of their own, the same for all trials
 * whose key is the same.
 */
public interface Pretraining {
  /** 64 hexadecimal digits that tell what is learned, from what, and how. */
  String key();

  Training training();

  long seed();

  /** Tensors of the same names as the frozen ones, to be trained. */
  Declaration declaration();

  /** How many training examples there are. */
  int size();

  /** The mean loss of some of them, shape (). */
  NDArray loss(Pass pass, int[] indices);
}
