package lamina.data.moments;

import lamina.config.MomentsData;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.qvhighlights.QvHighlightsSplit;
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

  /**
   * A split of some data.
   *
   * @throws lamina.data.DataException where the data are missing or do not fit
   */
  static MomentSplit open(MomentsData data, Split split, DataFolder folder) {
    return data.fold(
        garments -> GarmentMomentsSplit.compose(garments, split, folder),
        official -> QvHighlightsSplit.open(official, split, folder));
  }
}
