package lamina.model.detector;

import lamina.config.Experiment;
import lamina.config.MomentRetrieval;
import lamina.model.Declaration;
import lamina.model.Pass;

/** A model that proposes moments and scores clips. One implementation a file. */
public interface MomentDetector {
  /**
   * Runs the model.
   *
   * @param negatives whether clips are also scored under the next example's query
   */
  MomentOutput forward(Pass pass, MomentInput input, boolean negatives);

  /** Declares the model that a task names. */
  static MomentDetector of(Declaration declare, MomentRetrieval task, Experiment<?> experiment) {
    return task.detector()
        .fold(
            qdDetr -> new QdDetrModel(declare, task.data(), qdDetr, experiment),
            momentDetr -> new MomentDetrModel(declare, task.data(), momentDetr, experiment));
  }
}
