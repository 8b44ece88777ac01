package lamina.data.captions;

import static lamina.config.GarmentCaptions.CLIPS;
import static lamina.config.GarmentCaptions.PICTURE_SIDE;
import static lamina.config.GarmentCaptions.SOUND_FEATURES;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import lamina.config.GarmentCaptions;
import lamina.config.VideoPatches;
import lamina.data.ComposedCaptions;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.features.Spread;

/** Composed scenes of garments and voices; docs/data-garment-captions.md says how. */
public final class GarmentCaptionsSplit implements CaptionSplit {
  private static final int PIXELS = PICTURE_SIDE * PICTURE_SIDE;
  private static final Map<Key, GarmentCaptionsSplit> CACHE = new ConcurrentHashMap<>();

  private final GarmentCaptions data;
  private final List<ComposedCaptions> composed;

  private record Key(DataFolder folder, GarmentCaptions data, Split split) {}

  private GarmentCaptionsSplit(Key key) {
    this.data = key.data();
    int frames = data.input().fold(VideoPatches::frames, all -> CLIPS);
    this.composed = ComposedCaptions.of(data, key.split(), key.folder(), Spread.of(CLIPS, frames));
  }

  /**
   * Composes a split; the same split is composed once a process.
   *
   * @throws lamina.data.DataException when the data have not been fetched
   */
  public static GarmentCaptionsSplit compose(GarmentCaptions data, Split split, DataFolder folder) {
    return CACHE.computeIfAbsent(new Key(folder, data, split), GarmentCaptionsSplit::new);
  }

  /**
   * SHA-256 of the fetched files that the data are made of, by file name.
   *
   * @throws lamina.data.DataException when the data have not been fetched
   */
  public static SortedMap<String, String> sources(DataFolder folder) {
    return folder.sources();
  }

  @Override
  public int size() {
    return composed.size();
  }

  @Override
  public References references(int index) {
    ComposedCaptions one = composed.get(index);
    return new References(one.id(), one.references());
  }

  /** Its features: as many tokens as the configuration says. */
  @Override
  public CaptionFeatures features(int index) {
    ComposedCaptions one = composed.get(index);
    return data.input()
        .fold(
            patches ->
                new CaptionFeatures(tokens(patches, one), data.videoTokens(), new float[0], 0),
            both -> new CaptionFeatures(one.pictures(), CLIPS, one.sounds(), CLIPS));
  }

  /** Frame by frame, patch by patch row by row: the patch's pixels, and the frame's sound. */
  private static float[] tokens(VideoPatches input, ComposedCaptions one) {
    float[] tokens = new float[input.videoTokens() * input.videoFeatures()];
    int side = PICTURE_SIDE / input.grid();
    int at = 0;
    for (int frame = 0; frame < input.frames(); frame++) {
      for (int patch = 0; patch < input.grid() * input.grid(); patch++) {
        int top = patch / input.grid() * side;
        int left = patch % input.grid() * side;
        for (int row = top; row < top + side; row++) {
          int from = frame * PIXELS + row * PICTURE_SIDE + left;
          System.arraycopy(one.pictures(), from, tokens, at, side);
          at += side;
        }
        System.arraycopy(one.sounds(), frame * SOUND_FEATURES, tokens, at, SOUND_FEATURES);
        at += SOUND_FEATURES;
      }
    }
    return tokens;
  }
}
