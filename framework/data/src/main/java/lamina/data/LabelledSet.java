package lamina.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lamina.config.LabelledFiles;
import lamina.config.Names;

/**
 * Own data as they were prepared: a grey picture of 8 bits a pixel, a sound of 16 bits a sample and
 * a label an example. The file is named by the SHA-256 of its content.
 */
public final class LabelledSet {
  static final String FORMAT = "labelled-files-1";
  private static final String REMEDY = "`./lamina data add` makes it";
  private static final String SUFFIX = ".bin";

  /** A grey level out of 256: pictures that are all alike are not blown up to noise. */
  private static final double LEAST_DEVIATION = 1.0 / 255;

  private final LabelledFiles data;
  private final List<String> classes = new ArrayList<>();
  private final Map<Split, int[]> labels = new EnumMap<>(Split.class);
  private final Map<Split, Integer> firsts = new EnumMap<>(Split.class);
  private final ByteBuffer payload;
  private final int pixels;
  private final int stride;
  private final double pixelMean;
  private final double pixelDeviation;

  private LabelledSet(String checksum, PreparedFile file) {
    JsonNode header = file.header();
    if (!header.path("format").asText().equals(FORMAT)) {
      throw new DataException("own data " + checksum + " are not in the format " + FORMAT);
    }
    header.get("classes").forEach(name -> classes.add(name.asText()));
    this.data =
        new LabelledFiles(
            checksum,
            classes.size(),
            header.get("imageSide").asInt(),
            header.get("sampleRate").asInt(),
            header.get("audioMillis").asInt(),
            Integer.MAX_VALUE);
    int first = 0;
    for (Split split : Split.values()) {
      JsonNode written = header.get("labels").get(Names.of(split));
      int[] each = new int[written.size()];
      for (int i = 0; i < each.length; i++) {
        each[i] = written.get(i).asInt();
      }
      labels.put(split, each);
      firsts.put(split, first);
      first += each.length;
    }
    this.payload = file.payload();
    this.pixels = data.imageSide() * data.imageSide();
    this.stride = pixels + Short.BYTES * data.audioSamples();
    double[] moments = pixelMoments();
    this.pixelMean = moments[0];
    this.pixelDeviation = Math.max(moments[1], LEAST_DEVIATION);
  }

  /**
   * The data that a configuration names.
   *
   * @throws DataException where they have not been added, are damaged, or are of another form
   */
  public static LabelledSet open(LabelledFiles data, DataFolder folder) {
    LabelledSet set = open(data.checksum(), folder);
    same("classes", set.data.classes(), data.classes(), data);
    same("imageSide", set.data.imageSide(), data.imageSide(), data);
    same("sampleRate", set.data.sampleRate(), data.sampleRate(), data);
    same("audioMillis", set.data.audioMillis(), data.audioMillis(), data);
    return set;
  }

  /**
   * The data of a checksum.
   *
   * @throws DataException where they have not been added or are damaged
   */
  public static LabelledSet open(String checksum, DataFolder folder) {
    Path file = required(checksum, folder);
    if (!Checksum.of(file).equals(checksum)) {
      throw new DataException(
          file + " is damaged: its SHA-256 must be its name; " + REMEDY + " anew");
    }
    return new LabelledSet(checksum, PreparedFile.open(file, REMEDY));
  }

  /**
   * The file of the data, which must be there; it is not read.
   *
   * @throws DataException where they have not been added
   */
  public static Path required(String checksum, DataFolder folder) {
    Path file = file(checksum, folder);
    if (!Files.exists(file)) {
      throw new DataException(
          "own data %s are not in %s: add them with ./lamina data add"
              .formatted(checksum, folder.path()));
    }
    return file;
  }

  static Path file(String checksum, DataFolder folder) {
    return folder.own().resolve(checksum + SUFFIX);
  }

  /** The checksums of all own data in a folder, sorted. */
  public static List<String> checksums(DataFolder folder) throws IOException {
    if (!Files.isDirectory(folder.own())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.own())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9a-f]{64}\\" + SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  private static void same(String field, int there, int asked, LabelledFiles data) {
    if (asked != there) {
      throw new DataException(
          "task.data.%s must be %d for own data %s, got %d"
              .formatted(field, there, data.checksum(), asked));
    }
  }

  /** How an experiment names all of these data. */
  public LabelledFiles data() {
    return data;
  }

  /** The labels, in the order of their numbers. */
  public List<String> classes() {
    return List.copyOf(classes);
  }

  public int size(Split split) {
    return labels.get(split).length;
  }

  /** How many examples of a split have a label. */
  public long count(Split split, int label) {
    return Arrays.stream(labels.get(split)).filter(each -> each == label).count();
  }

  /** The mean of all pixels of the training split. */
  double pixelMean() {
    return pixelMean;
  }

  /** Their standard deviation, never zero. */
  double pixelDeviation() {
    return pixelDeviation;
  }

  /** The sound is brought to mean square 1, as spoken prompts are; silence stays silent. */
  RawExample example(Split split, int index) {
    int at = (firsts.get(split) + index) * stride;
    float[] image = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      image[i] = (payload.get(at + i) & 0xff) / 255f;
    }
    float[] wave = new float[data.audioSamples()];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = payload.getShort(at + pixels + i * Short.BYTES) / 32768f;
    }
    double loudness = Crops.loudness(wave);
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) (wave[i] / loudness);
    }
    return new RawExample(image, wave, labels.get(split)[index]);
  }

  /** Mean and standard deviation, from sums of integers, which no order of adding changes. */
  private double[] pixelMoments() {
    long sum = 0;
    long squares = 0;
    for (int example = 0; example < size(Split.TRAIN); example++) {
      for (int i = 0; i < pixels; i++) {
        int level = payload.get(example * stride + i) & 0xff;
        sum += level;
        squares += (long) level * level;
      }
    }
    double count = (double) pixels * size(Split.TRAIN);
    double mean = sum / count;
    return new double[] {mean / 255, Math.sqrt(Math.max(squares / count - mean * mean, 0)) / 255};
  }
}
