package lamina.data.own;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.LabelledFiles;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Failure;
import lamina.data.LabelledContent;
import lamina.data.LabelledSet;
import lamina.data.Split;

/**
 * Prepares a folder of pictures and WAV files that a {@code labels.csv} describes, and puts the
 * result into the data folder; docs/bring-your-own-data.md says how.
 *
 * @param folder holds {@code labels.csv}
 * @param imageSide height and width that pictures are brought to, in pixels
 * @param sampleRate samples a second that sounds are brought to
 * @param audioMillis length that sounds are brought to, in milliseconds
 */
public record AddFolder(Path folder, int imageSide, int sampleRate, int audioMillis) {
  private static final int BAD_INPUT = 2;
  private static final int PROGRESS_STEP = 1000;
  private static final String ANY_CHECKSUM = "0".repeat(64);

  public AddFolder {
    form(imageSide, sampleRate, audioMillis);
  }

  /** The rules of the configuration, before there is anything to configure. */
  private static LabelledFiles form(int imageSide, int sampleRate, int audioMillis) {
    return new LabelledFiles(ANY_CHECKSUM, 2, imageSide, sampleRate, audioMillis, 1);
  }

  /**
   * Checks everything, then decodes and writes. The same files give the same checksum.
   *
   * @param progress is told one line a step
   * @throws DataException where a file is missing or does not fit; nothing is written then
   */
  public LabelledSet run(DataFolder into, Consumer<String> progress) {
    List<Row> rows = LabelFile.read(folder);
    requireFit(rows.size());
    List<String> classes = rows.stream().map(Row::label).distinct().sorted().toList();
    Map<Split, int[]> labels = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      labels.put(
          split, of(rows, split).stream().mapToInt(row -> classes.indexOf(row.label())).toArray());
    }
    progress.accept(String.format(Locale.ROOT, "decoding %,d pictures and sounds", rows.size()));
    try {
      Files.createDirectories(into.path());
      try (FileChannel decoded = scratch(into)) {
        decode(rows, decoded, progress);
        ByteBuffer payload = decoded.map(FileChannel.MapMode.READ_ONLY, 0, decoded.size());
        return new LabelledContent(imageSide, sampleRate, audioMillis, classes, labels, payload)
            .write(into);
      }
    } catch (IOException e) {
      throw new DataException("data folder " + into.path() + ": " + Failure.reason(e), e);
    }
  }

  /** Decoded data may be larger than the heap; what is made here goes whatever happens. */
  private static FileChannel scratch(DataFolder into) throws IOException {
    return FileChannel.open(
        into.path().resolve("adding." + ProcessHandle.current().pid() + ".tmp"),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static List<Row> of(List<Row> rows, Split split) {
    return rows.stream().filter(row -> row.split() == split).toList();
  }

  private void decode(List<Row> rows, FileChannel to, Consumer<String> progress)
      throws IOException {
    int samples = samples();
    int bytes = bytes();
    Sound sound = new Sound(sampleRate, samples);
    int done = 0;
    for (Split split : Split.values()) {
      for (Row row : of(rows, split)) {
        ByteBuffer example = ByteBuffer.allocate(bytes);
        example.put(decoded(row, "image", row.image(), file -> Picture.read(file, imageSide)));
        example.put(decoded(row, "audio", row.audio(), sound::read)).rewind();
        while (example.hasRemaining()) {
          to.write(example);
        }
        done++;
        if (done % PROGRESS_STEP == 0) {
          progress.accept(String.format(Locale.ROOT, "decoded %,d", done));
        }
      }
    }
  }

  private void requireFit(int examples) {
    if ((long) bytes() * examples > Integer.MAX_VALUE - Short.MAX_VALUE) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "prepared data must take less than 2 GiB, got %,d examples of %,d bytes",
              examples,
              bytes()));
    }
  }

  private int samples() {
    return form(imageSide, sampleRate, audioMillis).audioSamples();
  }

  /** Of an example. */
  private int bytes() {
    return imageSide * imageSide + samples() * Short.BYTES;
  }

  @FunctionalInterface
  private interface Decoder {
    byte[] read(Path file) throws IOException;
  }

  /** Decoders meet damaged files with exceptions of many kinds. */
  private static byte[] decoded(Row row, String field, Path file, Decoder decoder) {
    try {
      return decoder.read(file);
    } catch (IOException | RuntimeException e) {
      String reason = e instanceof IOException io ? Failure.reason(io) : e.toString();
      throw new DataException(
          "%s: %s must be a file that can be decoded, got '%s': %s"
              .formatted(row.place(), field, file.getFileName(), reason),
          e);
    }
  }

  /**
   * For other processes: FOLDER, side, rate and milliseconds; the last line of the output is the
   * data as JSON. Exit code 2 for bad input.
   */
  public static void main(String[] arguments) {
    try {
      if (arguments.length != 4) {
        throw new ConfigException(
            "arguments must be FOLDER IMAGE_SIDE SAMPLE_RATE AUDIO_MILLIS, got "
                + List.of(arguments));
      }
      AddFolder add =
          new AddFolder(
              Path.of(arguments[0]),
              number("IMAGE_SIDE", arguments[1]),
              number("SAMPLE_RATE", arguments[2]),
              number("AUDIO_MILLIS", arguments[3]));
      LabelledSet set = add.run(DataFolder.ofThisMachine(), System.out::println);
      Summary.of(set).forEach(System.out::println);
      System.out.println(Json.line(set.data()));
    } catch (ConfigException | DataException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(BAD_INPUT);
    }
  }

  private static int number(String argument, String written) {
    try {
      return Integer.parseInt(written);
    } catch (NumberFormatException e) {
      throw new ConfigException(argument + " must be an integer, got '" + written + "'", e);
    }
  }
}
