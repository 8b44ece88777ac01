package lamina.results.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.Training;
import lamina.config.border.Safetensors;
import lamina.config.border.Safetensors.Tensor;
import lamina.results.MadeUp;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;

class ExportTest {
  @TempDir Path temporary;
  private MadeUp made;
  private Path out;

  @BeforeEach
  void fillStore() throws IOException {
    made = MadeUp.in(temporary.resolve("runs"));
    out = temporary.resolve("out");
    write(made.folder(3, 1).parameters(), 1.5f, -2, 0.25f);
    write(made.folder(3, 2).parameters(), 0, 0, 0);
    Files.writeString(
        made.folder(0, 0).metrics(),
        """
        {"epoch":1,"split":"validation","accuracy":0.5,"training/loss":2}
        {"epoch":2,"split":"validation","accuracy":0.625,"training/loss":"NaN"}
        """);
    made.trained(0, 0, 9);
  }

  /** As a trial's end writes them, behind another tensor. */
  private static void write(Path file, float... values) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("embedding", new Tensor(new long[] {2, 1}, new float[] {7, 8}));
    tensors.put("head.weight", new Tensor(new long[] {values.length}, values));
    new Safetensors(tensors, Map.of("trial", "x")).write(file);
  }

  private Export export() throws IOException {
    return Export.write(made.sweep(), made.store(), "test/accuracy", out);
  }

  @Test
  void aSweepBecomesFilesThatOtherProgramsRead() throws IOException {
    assertThat(export()).isEqualTo(new Export(1, 1));
    assertThat(files())
        .containsExactly(
            "provenance.json",
            "table.csv",
            "table.html",
            "table.json",
            "table.md",
            "table.tex",
            "tensorboard/no-mask/seed-0/events.out.tfevents.0.lamina",
            "trials.csv",
            "weights/50-more-seed-1.safetensors");
    assertThat(out.resolve("trials.csv")).content().hasLineCount(13).contains("diverged: loss");
    assertThat(out.resolve("table.tex")).content().contains("\\toprule");
  }

  @Test
  void onlyAnEmptyFolderOrAFormerExportIsWrittenTo() throws IOException {
    Files.createDirectories(out);
    export();
    Path own = Files.writeString(out.resolve("notes.txt"), "mine");
    Files.writeString(out.resolve("table.csv"), "old");
    export();
    assertThat(own).hasContent("mine");
    assertThat(out.resolve("table.csv")).content().startsWith("variant,fusion");
    Files.delete(out.resolve("trials.csv"));
    assertThatThrownBy(this::export)
        .isInstanceOf(ConfigException.class)
        .hasMessage("out must be empty or a former export (with trials.csv), got " + out);
    assertThatThrownBy(() -> Export.requireRoom(own))
        .isInstanceOf(ConfigException.class)
        .hasMessage("out must be a folder, got the file " + own);
  }

  @Test
  void namesOfFilesAreSafeAndDiffer() {
    List<Variant> variants = new ArrayList<>();
    for (String name : List.of("../a b", "A/B", "a-b", "β", "no mask")) {
      Variant like = made.sweep().variants().get(0);
      Training training = like.experiment().training().withEpochs(variants.size() + 1);
      variants.add(new Variant(name, Map.of(), like.experiment().withTraining(training)));
    }
    assertThat(FileNames.of(new Sweep("names", List.of(0L), variants)))
        .containsEntry("../a b", "a-b")
        .containsEntry("A/B", "A-B-2")
        .containsEntry("a-b", "a-b-3")
        .containsEntry("β", "variant")
        .containsEntry("no mask", "no-mask");
  }

  @Test
  void eventsHaveEveryNumberAtItsEpoch() throws IOException {
    export();
    List<Event> events = events(out.resolve("tensorboard/no-mask/seed-0/" + EventFile.NAME));
    assertThat(events).hasSize(3);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(0).getWallTime()).isEqualTo(1_767_225_600.5);
    assertThat(events.get(1).getStep()).isEqualTo(1);
    assertThat(events.get(1).getSummary().getValueList())
        .extracting(value -> value.getTag() + " " + value.getSimpleValue())
        .containsExactly("accuracy 0.5", "training/loss 2.0");
    assertThat(events.get(2).getStep()).isEqualTo(2);
    assertThat(events.get(2).getSummary().getValueList())
        .extracting(value -> value.getTag() + " " + value.getSimpleValue())
        .containsExactly("accuracy 0.625");
  }

  /** The value is that of TensorBoard's own masked_crc32c. */
  @Test
  void theChecksumIsTensorBoards() {
    byte[] text = "attention".getBytes(StandardCharsets.US_ASCII);
    assertThat(EventFile.maskedChecksum(text)).isEqualTo(0xae74bb7b);
  }

  @Test
  void parametersAreReadInPython() throws Exception {
    export();
    String program =
        """
        import sys
        try:
            from safetensors.numpy import load_file
            print(load_file(sys.argv[1])["head.weight"].tolist())
        except ImportError:
            import json, struct
            data = open(sys.argv[1], "rb").read()
            size = struct.unpack("<Q", data[:8])[0]
            start, end = json.loads(data[8:8 + size])["head.weight"]["data_offsets"]
            print([value for value, in struct.iter_unpack("<f", data[8 + size:][start:end])])
        """;
    Path file = out.resolve("weights/50-more-seed-1.safetensors");
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-c", program, file.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException none) {
      assumeTrue(false, "python3 is not installed");
      throw none;
    }
    String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed.strip()).isEqualTo("[1.5, -2.0, 0.25]");
  }

  private static List<Event> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(EventFile.maskedChecksum(length));
      byte[] message =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(message);
      assertThat(bytes.getInt()).isEqualTo(EventFile.maskedChecksum(message));
      events.add(Event.parseFrom(message));
    }
    return events;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(out)) {
      return all.filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
