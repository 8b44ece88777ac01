package lamina.data.moments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import lamina.config.GarmentMoments;
import lamina.config.MomentsData;
import lamina.data.ComposedMoments;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.metric.moments.GroundTruth;

/** Composed videos of garments and voices; docs/data-garment-moments.md says how. */
public final class GarmentMomentsSplit implements MomentSplit {
  private static final Map<Key, GarmentMomentsSplit> CACHE = new ConcurrentHashMap<>();

  private final List<ComposedMoments> composed;

  private record Key(DataFolder folder, GarmentMoments data, Split split) {}

  private GarmentMomentsSplit(Key key) {
    this.composed = ComposedMoments.of(key.data(), key.split(), key.folder());
  }

  /**
   * Composes a split; the same split is composed once a process.
   *
   * @throws lamina.data.DataException when the data have not been fetched
   */
  public static GarmentMomentsSplit compose(GarmentMoments data, Split split, DataFolder folder) {
    return CACHE.computeIfAbsent(new Key(folder, data, split), GarmentMomentsSplit::new);
  }

  /**
   * SHA-256 of what the data are made of, by file name, the features of texts included.
   *
   * @throws lamina.data.DataException when the data have not been fetched
   */
  public static SortedMap<String, String> sources(DataFolder folder) {
    return ComposedMoments.sources(folder);
  }

  @Override
  public int size() {
    return composed.size();
  }

  @Override
  public GroundTruth truth(int index) {
    return composed.get(index).truth();
  }

  /** Its features; the arrays are shared and must not be changed. */
  @Override
  public MomentFeatures features(int index) {
    ComposedMoments one = composed.get(index);
    int words = one.text().length / GarmentMoments.TEXT_FEATURES;
    return new MomentFeatures(one.video(), MomentsData.CLIPS, one.text(), words);
  }

  @Override
  public Optional<List<String>> words(int index) {
    return Optional.of(ComposedMoments.words(truth(index).query()));
  }
}
