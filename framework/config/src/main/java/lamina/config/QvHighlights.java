package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.function.Function;

/**
 * The official QVHighlights annotations and features, which a user brings: docs/qvhighlights.md
 * says which files go where.
 *
 * @param features what a clip is described by
 * @param mostQueries the first so many queries of each split
 */
public record QvHighlights(QvFeatures features, int mostQueries) implements MomentsData {
  private static final int TEXT_FEATURES = 512;
  private static final int SMOKE_QUERIES = 8;

  public QvHighlights {
    atLeast(1, "task.data.mostQueries", mostQueries);
  }

  @Override
  public <R> R fold(
      Function<GarmentMoments, R> garmentMoments, Function<QvHighlights, R> qvHighlights) {
    return qvHighlights.apply(this);
  }

  @Override
  public int videoFeatures() {
    return features.width() + ENDPOINT_FEATURES;
  }

  @Override
  public int textFeatures() {
    return TEXT_FEATURES;
  }

  @Override
  public QvHighlights smoke() {
    return new QvHighlights(features, SMOKE_QUERIES);
  }
}
