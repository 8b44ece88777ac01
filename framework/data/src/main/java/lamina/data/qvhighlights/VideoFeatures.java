package lamina.data.qvhighlights;

import static lamina.config.MomentsData.CLIPS;
import static lamina.config.MomentsData.CLIP_SECONDS;
import static lamina.config.MomentsData.ENDPOINT_FEATURES;

import java.util.Comparator;
import java.util.List;
import lamina.config.Numbers;
import lamina.config.QvFeatures;
import lamina.data.DataException;
import lamina.data.features.FeatureRows;
import lamina.metric.moments.GroundTruth;

/**
 * The clips of one video: each feature set's rows normalised, cut to the first 75 and to the
 * shortest set, put side by side, and i/L and i/L + 1/L appended to row i of L.
 *
 * @param values row by row, (clips, width + 2)
 * @param clips L, at least 1
 */
record VideoFeatures(float[] values, int clips) {
  private static final String ARRAY = "features";

  /** How far the lengths of two feature sets, or of one and its video, may be apart. */
  private static final int CLIPS_APART = 5;

  /**
   * Reads the files of a video.
   *
   * @throws DataException where one of them does not fit the others or the video
   */
  static VideoFeatures read(QvHighlightsFiles files, QvFeatures features, GroundTruth truth) {
    List<FeatureRows> sets =
        features.folders().stream()
            .map(set -> FeatureRows.read(files.video(set, truth.vid()), ARRAY, set.width()))
            .toList();
    sets.forEach(VideoFeatures::requireRows);
    requireSameLength(sets);
    sets.forEach(set -> requireLengthOfVideo(set, truth));
    return sideBySide(sets);
  }

  private static void requireRows(FeatureRows set) {
    if (set.rows() == 0) {
      throw new DataException(set.file() + ": " + ARRAY + " must have at least 1 row, got 0");
    }
  }

  private static void requireSameLength(List<FeatureRows> sets) {
    Comparator<FeatureRows> byLength = Comparator.comparingInt(VideoFeatures::cut);
    FeatureRows shortest = sets.stream().min(byLength).orElseThrow();
    FeatureRows longest = sets.stream().max(byLength).orElseThrow();
    if (cut(longest) - cut(shortest) > CLIPS_APART) {
      throw new DataException(
          String.format(
              "feature files of a video must differ by at most %d clips, got %d in %s and %d in %s",
              CLIPS_APART, shortest.rows(), shortest.file(), longest.rows(), longest.file()));
    }
  }

  private static void requireLengthOfVideo(FeatureRows set, GroundTruth truth) {
    double clips = Math.ceil(truth.duration() / CLIP_SECONDS);
    // a long video's file may hold all of its clips or only the first 75
    if (set.rows() - clips > CLIPS_APART || Math.min(clips, CLIPS) - set.rows() > CLIPS_APART) {
      throw new DataException(
          String.format(
              "%s must be within %d clips of the video's length, %.0f clips by duration %s of"
                  + " qid %d, got %d",
              set.file(),
              CLIPS_APART,
              clips,
              Numbers.plain(truth.duration()),
              truth.qid(),
              set.rows()));
    }
  }

  private static int cut(FeatureRows set) {
    return Math.min(set.rows(), CLIPS);
  }

  private static VideoFeatures sideBySide(List<FeatureRows> sets) {
    int clips = sets.stream().mapToInt(VideoFeatures::cut).min().orElseThrow();
    int width = sets.stream().mapToInt(FeatureRows::width).sum() + ENDPOINT_FEATURES;
    float[] values = new float[clips * width];
    int offset = 0;
    for (int clip = 0; clip < clips; clip++) {
      for (FeatureRows set : sets) {
        set.writeNormalised(clip, values, offset);
        offset += set.width();
      }
      // in single precision, and the end by adding: the bits that the official code has
      float start = (float) clip / clips;
      values[offset++] = start;
      values[offset++] = start + (float) (1.0 / clips);
    }
    return new VideoFeatures(values, clips);
  }
}
