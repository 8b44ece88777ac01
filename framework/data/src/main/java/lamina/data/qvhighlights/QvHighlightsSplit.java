package lamina.data.qvhighlights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.config.MomentsData;
import lamina.config.QvFeatures;
import lamina.config.QvHighlights;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Failure;
import lamina.data.Split;
import lamina.data.features.FeatureRows;
import lamina.data.moments.MomentFeatures;
import lamina.data.moments.MomentSplit;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruths;

/**
 * A split of QVHighlights from the official files. Annotations are held; features are read from
 * disk each time they are asked for, as the training split has several gigabytes of them. Any
 * number of threads may read at once.
 *
 * <p>Source: Lei, Berg and Bansal, "QVHighlights: Detecting Moments and Highlights in Videos via
 * Natural Language Queries", 2021; features are cut and normalised as in QD-DETR's
 * start_end_dataset.py.
 */
public final class QvHighlightsSplit implements MomentSplit {
  private static final String TEXT_ARRAY = "last_hidden_state";

  private final QvHighlightsFiles files;
  private final QvHighlights data;
  private final List<GroundTruth> truths;

  private QvHighlightsSplit(QvHighlightsFiles files, QvHighlights data, List<GroundTruth> truths) {
    this.files = files;
    this.data = data;
    this.truths = truths;
  }

  /**
   * Reads and checks the annotations of the first queries of a split, and sees that all their
   * feature files are there.
   *
   * @param folder the files lie in its folder qvhighlights
   * @throws DataException where a file is missing, or an annotation breaks a rule
   */
  public static QvHighlightsSplit open(QvHighlights data, Split split, DataFolder folder) {
    QvHighlightsFiles files = QvHighlightsFiles.in(folder);
    files.requireAnnotations(split);
    Path annotations = files.annotations(split);
    List<GroundTruth> all = read(annotations);
    List<GroundTruth> truths =
        List.copyOf(all.subList(0, Math.min(data.mostQueries(), all.size())));
    boolean evaluated = split != Split.TRAIN;
    new AnnotationRules(annotations, evaluated).check(truths);
    files.requireFeatures(data.features(), truths);
    return new QvHighlightsSplit(files, data, truths);
  }

  /** Errors in a file that a user brings are errors in data, whoever reads it. */
  private static List<GroundTruth> read(Path annotations) {
    try {
      return GroundTruths.read(annotations);
    } catch (ConfigException e) {
      throw new DataException(e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(annotations + " cannot be read: " + Failure.reason(e), e);
    }
  }

  /**
   * Reads every query's features once, on all cores, so that a file that does not fit is found
   * before any work.
   *
   * @throws DataException where one is damaged or does not fit
   */
  public void requireReadable() {
    IntStream.range(0, size()).parallel().forEach(this::features);
  }

  /** Where all its files lie. */
  public static Path folder(DataFolder folder) {
    return QvHighlightsFiles.in(folder).root();
  }

  /**
   * SHA-256 of the annotation files that are there, and of the names and sizes of each folder's
   * feature files.
   *
   * @throws DataException where one cannot be read
   */
  public static SortedMap<String, String> sources(DataFolder folder) {
    return QvHighlightsFiles.in(folder).sources();
  }

  @Override
  public int size() {
    return truths.size();
  }

  /** What is known of a query; its clips' numbers may reach beyond the clips of its features. */
  @Override
  public GroundTruth truth(int index) {
    return truths.get(index);
  }

  /**
   * Reads a query's features. The files may have a few clips fewer than the duration says, so
   * {@code clips} may be below {@code duration / 2}.
   *
   * @return video (clips, {@link QvFeatures#width()} + 2), at most 75 clips; text (words, 512), at
   *     most 32 words
   * @throws DataException where a file is missing, damaged, or does not fit
   */
  @Override
  public MomentFeatures features(int index) {
    GroundTruth truth = truths.get(index);
    VideoFeatures video = VideoFeatures.read(files, data.features(), truth);
    int width = data.textFeatures();
    FeatureRows text = FeatureRows.read(files.text(truth.qid()), TEXT_ARRAY, width);
    int words = Math.min(text.rows(), MomentsData.WORDS);
    float[] values = new float[words * width];
    for (int word = 0; word < words; word++) {
      text.writeNormalised(word, values, word * width);
    }
    return new MomentFeatures(video.values(), video.clips(), values, words);
  }
}
