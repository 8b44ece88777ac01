package lamina.model.detector;

import lamina.config.Detector;
import lamina.model.Declaration;
import lamina.model.Pass;

/** A model that proposes moments and scores clips. One implementation a file. */
public interface MomentDetector {
  /**
   * Runs the model.
   *
   * @param negatives whether clips are also scored under the next example's query, where there is
   *     another example
   */
  MomentOutput forward(Pass pass, MomentInput input, boolean negatives);

  /** Declares the model that a configuration names. */
  static MomentDetector of(Declaration declare, Detector detector, DetectorConfig config) {
    return detector.fold(
        qdDetr -> new QdDetrModel(declare, qdDetr, config),
        momentDetr -> new MomentDetrModel(declare, momentDetr, config));
  }
}
