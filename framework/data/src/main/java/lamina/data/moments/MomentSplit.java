package lamina.data.moments;

import java.util.List;
import java.util.Optional;
import lamina.metric.moments.GroundTruth;

/** The examples of a split; features may be read from disk each time they are asked for. */
public interface MomentSplit {
  int size();

  /** What is known of a query. */
  GroundTruth truth(int index);

  /**
   * Its features.
   *
   * @throws lamina.data.DataException where a file of features is missing or does not fit
   */
  MomentFeatures features(int index);

  /** The tokens of its query in words, where they are known. */
  default Optional<List<String>> words(int index) {
    return Optional.empty();
  }
}
