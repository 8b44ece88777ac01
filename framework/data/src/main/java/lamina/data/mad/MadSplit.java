package lamina.data.mad;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lamina.config.Mad;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.CaptionSplit;
import lamina.data.captions.References;
import lamina.data.features.Hdf5File;
import lamina.data.features.Spread;

/**
 * A split of MAD from its annotations and frame features: an example is the moment of one audio
 * description. Annotations are held; features are read each time they are asked for. Any number of
 * threads may read at once.
 *
 * <p>Source: Soldan et al., "MAD: A Scalable Dataset for Language Grounding in Videos from Movie
 * Audio Descriptions", CVPR 2022.
 */
public final class MadSplit implements CaptionSplit {
  private static final int FRAMES_A_SECOND = 5;

  /** How far, in seconds, a film's features may end before its annotated duration. */
  private static final double SECONDS_SHORT = 10;

  private static final String AUDIO = "audio_features_5fps.h5";
  private static final String CARD = "docs/captions-official-files.md says where it comes from";

  private final Mad data;
  private final List<Moment> moments;
  private final Hdf5File frames;
  private final Optional<Hdf5File> sounds;

  private MadSplit(Mad data, List<Moment> moments, Hdf5File frames, Optional<Hdf5File> sounds) {
    this.data = data;
    this.moments = moments;
    this.frames = frames;
    this.sounds = sounds;
  }

  /**
   * Reads and checks the annotations of a split, and sees that the features of the films of its
   * first descriptions are there. Sound may be missing for some films, not for all.
   *
   * @param folder the files lie in its folder mad
   * @throws DataException where a file or a film is missing, or an annotation breaks a rule
   */
  public static MadSplit open(Mad data, Split split, DataFolder folder) {
    Path root = folder.path().resolve("mad");
    Path annotations = required(root, annotations(split));
    List<Moment> all = MadAnnotations.read(annotations);
    List<Moment> moments = all.subList(0, Math.min(data.mostDescriptions(), all.size()));
    Hdf5File frames = new Hdf5File(required(root, data.features().file()), data.videoFeatures());
    requireFilms(frames, moments, false);
    for (Moment moment : moments) {
      requireLength(frames, moment);
    }
    Optional<Hdf5File> sounds = Optional.empty();
    if (data.audioTokens() > 0) {
      sounds = Optional.of(new Hdf5File(required(root, AUDIO), data.audioFeatures()));
      requireFilms(sounds.get(), moments, true);
    }
    return new MadSplit(data, List.copyOf(moments), frames, sounds);
  }

  private static String annotations(Split split) {
    return switch (split) {
      case TRAIN -> "MAD_train.json";
      case VALIDATION -> "MAD_val.json";
      case TEST -> "MAD_test.json";
    };
  }

  private static Path required(Path root, String name) {
    Path file = root.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + " is missing: put it into " + root + "; " + CARD);
    }
    return file;
  }

  private static void requireFilms(Hdf5File file, List<Moment> moments, boolean someMayMiss) {
    Set<String> films =
        moments.stream().map(Moment::movie).collect(Collectors.toCollection(TreeSet::new));
    List<String> missing = films.stream().filter(film -> !file.has(film)).toList();
    if (someMayMiss ? missing.size() == films.size() : !missing.isEmpty()) {
      throw new DataException(
          String.format(
              "%s must have a dataset for each film, got none for '%s', in all for %d of %d",
              file.path(), missing.get(0), missing.size(), films.size()));
    }
  }

  private static void requireLength(Hdf5File frames, Moment moment) {
    int rows = frames.rows(moment.movie());
    if (rows < (moment.duration() - SECONDS_SHORT) * FRAMES_A_SECOND || rows <= first(moment)) {
      throw new DataException(
          String.format(
              "%s, dataset '%s', must have %d rows a second of movie_duration %.1f of description"
                  + " %s, got %d in all",
              frames.path(),
              moment.movie(),
              FRAMES_A_SECOND,
              moment.duration(),
              moment.id(),
              rows));
    }
  }

  private static int first(Moment moment) {
    return (int) (moment.start() * FRAMES_A_SECOND);
  }

  /**
   * SHA-256 of the annotation files that are there, and of the names and sizes of the files of
   * features.
   *
   * @throws DataException where one cannot be read
   */
  public static SortedMap<String, String> sources(DataFolder folder) {
    Path root = folder.path().resolve("mad");
    SortedMap<String, String> sources = new TreeMap<>();
    for (Split split : Split.values()) {
      Path file = root.resolve(annotations(split));
      if (Files.isRegularFile(file)) {
        sources.put(file.getFileName().toString(), Checksum.of(file));
      }
    }
    sources.put("features (names and sizes)", Checksum.ofNamesAndSizes(root, ".h5"));
    return sources;
  }

  @Override
  public int size() {
    return moments.size();
  }

  @Override
  public References references(int index) {
    Moment moment = moments.get(index);
    return new References(moment.id(), List.of(moment.sentence()));
  }

  /** How many descriptions are of films without sound, where sound is an input. */
  public int withoutSound() {
    return sounds
        .map(file -> (int) moments.stream().filter(one -> !file.has(one.movie())).count())
        .orElse(0);
  }

  /**
   * Reads the frames of a description's moment, as they are in the file; those of its end are left
   * out where a film's features end before.
   *
   * @throws DataException where they are missing, damaged, or do not fit
   */
  @Override
  public CaptionFeatures features(int index) {
    Moment moment = moments.get(index);
    float[] video = rows(frames, moment, data.videoFeatures(), data.videoTokens());
    float[] audio =
        sounds
            .filter(file -> file.has(moment.movie()))
            .map(file -> rows(file, moment, data.audioFeatures(), data.audioTokens()))
            .orElse(new float[0]);
    return new CaptionFeatures(
        video,
        video.length / data.videoFeatures(),
        audio,
        audio.length / Math.max(data.audioFeatures(), 1));
  }

  private static float[] rows(Hdf5File file, Moment moment, int width, int most) {
    int end = (int) Math.ceil(moment.end() * FRAMES_A_SECOND);
    int count = Math.min(end, file.rows(moment.movie())) - first(moment);
    return Spread.rows(file.read(moment.movie(), first(moment), count), width, most);
  }
}
