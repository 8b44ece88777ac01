package lamina.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.GarmentMoments;
import lamina.metric.moments.GroundTruth;

/**
 * A composed video with its query, as numbers.
 *
 * @param truth the query and what is relevant to it
 * @param video features of the clips, (75, videoFeatures) row by row
 * @param text features of the query's tokens, (words, 384) row by row; shared by equal queries
 */
public record ComposedMoments(GroundTruth truth, float[] video, float[] text) {

  /**
   * Composes a split.
   *
   * @throws DataException when the data have not been fetched
   */
  public static List<ComposedMoments> of(GarmentMoments data, Split split, DataFolder folder) {
    int count = count(data, split);
    MomentComposer composer =
        new MomentComposer(data, split, Garments.open(folder), Voices.open(folder));
    TextFeatures texts = TextFeatures.open(folder);
    List<ComposedMoments> composed = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      MomentComposer.Plan plan = composer.plan(i);
      composed.add(
          new ComposedMoments(plan.truth(), composer.video(plan), texts.of(plan.truth().query())));
    }
    return composed;
  }

  /** The tokens that the text encoder sees of a query, special ones included. */
  public static List<String> words(String query) {
    return MiniLm.words(query);
  }

  /** Queries of a split. */
  static int count(GarmentMoments data, Split split) {
    return switch (split) {
      case TRAIN -> data.trainQueries();
      case VALIDATION -> data.validationQueries();
      case TEST -> data.testQueries();
    };
  }

  /**
   * SHA-256 of what the data are made of, by file name: the fetched files, the text encoder, and
   * the texts' features themselves, which may differ in bits between kinds of processors.
   *
   * @throws DataException when the data have not been fetched
   */
  public static SortedMap<String, String> sources(DataFolder folder) {
    SortedMap<String, String> sources = new TreeMap<>(folder.sources());
    sources.putAll(PreparedFile.open(folder.texts()).sources());
    sources.put(folder.texts().getFileName().toString(), Checksum.of(folder.texts()));
    return sources;
  }
}
