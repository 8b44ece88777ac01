package lamina.data.msrvtt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import lamina.config.MsrVtt;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.CaptionSplit;
import lamina.data.captions.References;
import lamina.data.features.FeatureRows;
import lamina.data.features.Spread;

/**
 * A split of MSR-VTT from its annotations and features of its videos. Captions are held; features
 * are read each time they are asked for. Any number of threads may read at once.
 *
 * <p>Source: Xu, Mei, Yao and Rui, "MSR-VTT: A Large Video Description Dataset for Bridging Video
 * and Language", CVPR 2016.
 */
public final class MsrVttSplit implements CaptionSplit {
  private static final String ARRAY = "features";

  private final MsrVttFiles files;
  private final MsrVtt data;
  private final List<References> videos;

  private MsrVttSplit(MsrVttFiles files, MsrVtt data, List<References> videos) {
    this.files = files;
    this.data = data;
    this.videos = videos;
  }

  /**
   * Reads and checks the annotations of the first videos of a split, and sees that all their
   * features are there. Sound may be missing for some videos, not for all.
   *
   * @param folder the files lie in its folder msr-vtt
   * @throws DataException where a file is missing, or an annotation breaks a rule
   */
  public static MsrVttSplit open(MsrVtt data, Split split, DataFolder folder) {
    MsrVttFiles files = MsrVttFiles.in(folder);
    files.requireAnnotations(split);
    List<References> all = MsrVttAnnotations.read(files.annotations(split), split);
    List<References> videos = all.subList(0, Math.min(data.mostVideos(), all.size()));
    files.requireFeatures(MsrVttFiles.VIDEO, videos);
    if (data.audioTokens() > 0) {
      files.requireFeatures(MsrVttFiles.AUDIO, videos);
    }
    return new MsrVttSplit(files, data, List.copyOf(videos));
  }

  /** On all cores. */
  @Override
  public void requireReadable() {
    IntStream.range(0, size()).parallel().forEach(this::features);
  }

  /**
   * SHA-256 of the annotation files that are there, and of the names and sizes of each folder's
   * feature files.
   *
   * @throws DataException where one cannot be read
   */
  public static SortedMap<String, String> sources(DataFolder folder) {
    return MsrVttFiles.in(folder).sources();
  }

  @Override
  public int size() {
    return videos.size();
  }

  @Override
  public References references(int index) {
    return videos.get(index);
  }

  /** How many videos have no sound, where sound is an input. */
  public int withoutSound() {
    return data.audioTokens() == 0 ? 0 : (int) videos.stream().filter(this::isSilent).count();
  }

  private boolean isSilent(References video) {
    return files.features(MsrVttFiles.AUDIO, video.id()).isEmpty();
  }

  /**
   * Reads a video's features, as they are in the files.
   *
   * @throws DataException where a file is missing, damaged, or does not fit
   */
  @Override
  public CaptionFeatures features(int index) {
    String id = videos.get(index).id();
    Path file =
        files
            .features(MsrVttFiles.VIDEO, id)
            .orElseThrow(() -> new DataException("the features of " + id + " are missing"));
    float[] video = rows(file, data.videoFeatures(), data.videoTokens());
    Optional<Path> sound =
        data.audioTokens() == 0 ? Optional.empty() : files.features(MsrVttFiles.AUDIO, id);
    float[] audio =
        sound
            .map(path -> rows(path, data.audioFeatures(), data.audioTokens()))
            .orElse(new float[0]);
    return new CaptionFeatures(
        video,
        video.length / data.videoFeatures(),
        audio,
        audio.length / Math.max(data.audioFeatures(), 1));
  }

  private static float[] rows(Path file, int width, int most) {
    FeatureRows rows =
        MsrVttFiles.isNpz(file)
            ? FeatureRows.read(file, ARRAY, width)
            : FeatureRows.read(file, width);
    if (rows.rows() == 0) {
      throw new DataException(file + " must have at least 1 row, got 0");
    }
    return Spread.rows(rows.values(), width, most);
  }
}
