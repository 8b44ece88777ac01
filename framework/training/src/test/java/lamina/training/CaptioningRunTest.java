package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.Captioning;
import lamina.config.GarmentCaptions;
import lamina.config.Generation;
import lamina.config.Json;
import lamina.config.SwinBert;
import lamina.config.Trial;
import lamina.config.VideoPatches;
import lamina.config.border.AttentionFile;
import lamina.config.border.ExampleSelection;
import lamina.config.border.Observed;
import lamina.config.border.Observed.Segment;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.TinyData;
import lamina.mask.MaskFusion;
import lamina.mask.NoMask;
import lamina.mask.SparseMask;
import lamina.model.attention.AttentionForm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptioningRunTest {
  /** In the first epoch, of three steps, and in the second. */
  private static final int[] STOPS = {1, 4};

  @TempDir static Path home;
  @TempDir Path temporary;
  private static DataFolder data;

  @BeforeAll
  static void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(home);
  }

  static Stream<Trial> trials() {
    return Stream.of(
        SmallCaptions.swinBert(new SparseMask(0.5, false), 2),
        SmallCaptions.adapter(SmallTrial.mask(MaskFusion.MULTIPLY), 2));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void aTrialStoppedAnywhereEndsAsAnUninterruptedOne(Trial trial) throws IOException {
    Outcome whole = train(trial, "whole");
    List<String> lines = Files.readAllLines(folder("whole", trial).metrics());
    assertThat(lines).hasSize(2);
    for (int allowed : STOPS) {
      String store = "stopped-" + allowed;
      int[] left = {allowed};
      assertThatThrownBy(() -> train(trial, store, (share, loss) -> stopAfter(left)))
          .hasMessage("stopped");
      assertThat(train(trial, store)).isEqualTo(whole);
      assertThat(Files.readAllLines(folder(store, trial).metrics())).isEqualTo(lines);
      for (String file : List.of("parameters.safetensors", "captions.json")) {
        assertThat(folder(store, trial).path().resolve(file))
            .hasSameBinaryContentAs(folder("whole", trial).path().resolve(file));
      }
    }
  }

  @Test
  void theSameTrialEndsInTheSameBitsWhateverRanBefore() throws IOException {
    Trial trial = SmallCaptions.swinBert(new NoMask(), 1);
    Outcome first = train(trial, "first");
    train(SmallCaptions.adapter(new NoMask(), 1), "other");
    assertThat(train(trial, "again")).isEqualTo(first);
    assertThat(folder("again", trial).parameters())
        .hasSameBinaryContentAs(folder("first", trial).parameters());
  }

  @Test
  void captionsAreWrittenBesideWhatTheyAreHeldTo() throws IOException {
    Trial trial = SmallCaptions.swinBert(new NoMask(), 1);
    Outcome.Completed outcome = train(trial, "captions");
    RunFolder run = folder("captions", trial);
    JsonNode captions = Json.parse(Files.readString(run.predicted("captions.json")));
    JsonNode references = Json.parse(Files.readString(run.predicted("references.json")));
    assertThat(captions.size()).isEqualTo(6);
    assertThat(captions.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(references::fieldNames);
    assertThat(references.elements().next().size()).isBetween(3, 5);
    assertThat(outcome.metrics())
        .containsKeys("test/cider-plain", "test/loss", "validation/bleu-4-plain")
        .doesNotContainKey("test/recall-1-of-16-minilm");
  }

  @Test
  void wordsAndPicturesAttendToEachOtherInSwinBert() throws IOException {
    Trial trial = SmallCaptions.swinBert(SmallTrial.mask(MaskFusion.ADD), 1);
    AttentionFile file = inspect(trial);
    for (int layer = 1; layer <= 2; layer++) {
      assertThat(shape(file, AttentionFile.attention(layer))).containsExactly(2, 2, 17, 17);
      assertThat(shape(file, AttentionFile.mask(layer))).containsExactly(2, 17, 17);
    }
    Observed observed = file.observed();
    assertThat(observed.layers())
        .hasSize(2)
        .containsOnly(
            Observed.Layer.self(List.of(new Segment("word", 9), new Segment("video", 8))));
    assertThat(observed.examples().get(0).tokens().get("word")).startsWith("[BOS]", "[MASK]");
  }

  @Test
  void picturesAndSoundsAttendToEachOtherBeforeADecoder() throws IOException {
    AttentionFile file = inspect(SmallCaptions.adapter(new SparseMask(0.5, false), 1));
    assertThat(shape(file, AttentionFile.attention(1))).containsExactly(2, 2, 50, 50);
    assertThat(shape(file, AttentionFile.mask(2))).containsExactly(1, 50, 50);
    assertThat(file.observed().layers())
        .hasSize(2)
        .containsOnly(
            Observed.Layer.self(List.of(new Segment("video", 25), new Segment("audio", 25))));
  }

  /** A caption's words do not see later ones, and such pairs have no features to be fused. */
  @Test
  void provenanceSaysHowACaptionersAttentionIsComputed() {
    Trial swinBert = SmallCaptions.swinBert(new NoMask(), 1);
    assertThat(Provenance.form(swinBert)).isEqualTo(AttentionForm.MATERIALISED.written());
    assertThat(Provenance.form(withoutDropout(swinBert)))
        .isEqualTo(AttentionForm.MATERIALISED.written());
    assertThat(Provenance.form(long834(swinBert))).isEqualTo(AttentionForm.CHUNKED.written());
    assertThat(Provenance.form(withoutDropout(SmallCaptions.adapter(new NoMask(), 1))))
        .isEqualTo(AttentionForm.FUSED.written());
  }

  private static Trial long834(Trial trial) {
    Captioning task =
        new Captioning(
            new GarmentCaptions(1, 1, 1, new VideoPatches(16, 7), 0.25, 26, 0),
            new SwinBert(50, 0.5),
            new Generation(1, 0),
            1);
    return Trial.of(trial.experiment().withTask(task), trial.seed());
  }

  private static Trial withoutDropout(Trial trial) {
    return Trial.of(
        trial.experiment().withBackbone(trial.experiment().backbone().withDropout(0)),
        trial.seed());
  }

  private AttentionFile inspect(Trial trial) throws IOException {
    train(trial, "inspected");
    return Inspect.attention(
        trial,
        folder("inspected", trial),
        data,
        Split.TEST,
        new ExampleSelection("0,3"),
        Device.cpu(),
        1 << 20);
  }

  private static long[] shape(AttentionFile file, String tensor) {
    return file.tensors().get(tensor).shape();
  }

  private static void stopAfter(int[] left) {
    if (--left[0] < 0) {
      throw new IllegalStateException("stopped");
    }
  }

  private Outcome.Completed train(Trial trial, String store) throws IOException {
    return train(trial, store, (share, loss) -> {});
  }

  private Outcome.Completed train(Trial trial, String store, TrainingRun.Progress progress)
      throws IOException {
    RunFolder folder = folder(store, trial);
    Files.createDirectories(folder.path());
    try (TrainingRun run = new TrainingRun(trial, folder, data, Device.cpu(), progress)) {
      return run.run();
    }
  }

  private RunFolder folder(String store, Trial trial) {
    return SmallTrial.folder(temporary.resolve(store), trial);
  }
}
