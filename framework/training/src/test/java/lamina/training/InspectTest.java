package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lamina.config.AttentionMask;
import lamina.config.Trial;
import lamina.config.border.AttentionFile;
import lamina.config.border.ExampleSelection;
import lamina.config.border.Observed;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.Safetensors;
import lamina.config.border.Safetensors.Tensor;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.TinyData;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.StaticMask;
import lamina.zoo.Alibi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  private static final long PLENTY = 1 << 20;

  @TempDir Path temporary;
  private DataFolder data;

  @BeforeEach
  void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(temporary.resolve("data"));
  }

  @Test
  void everyVariantIsSeenInEveryLayerAndItsProbabilitiesAddUpToOne() throws IOException {
    LearnableMask lam = SmallTrial.mask(MaskFusion.ADD);
    Map<String, AttentionMask> variants = new LinkedHashMap<>();
    variants.put("none", new NoMask());
    variants.put("static", new StaticMask(MaskFusion.MULTIPLY));
    variants.put("sigmoid", lam.withParametrisation(MaskParametrisation.SIGMOID));
    variants.put("content keys", lam.withLength(MaskLength.CONTENT_KEYS));
    for (MaskFusion fusion : MaskFusion.values()) {
      variants.put(fusion.written(), SmallTrial.mask(fusion));
    }
    for (MaskPlacement placement : MaskPlacement.values()) {
      variants.put(placement.written(), lam.withPlacement(placement));
    }
    for (Map.Entry<String, AttentionMask> variant : variants.entrySet()) {
      Trial trial = SmallTrial.of(variant.getValue(), 1, 1e-3, 0);
      AttentionFile file = inspect(train(trial), trial, "0,2,5", PLENTY);
      for (int layer = 1; layer <= 2; layer++) {
        Tensor attention = file.tensors().get(AttentionFile.attention(layer));
        assertThat(attention.shape()).as(variant.getKey()).containsExactly(3, 2, 10, 10);
        assertRowsSumToOne(attention);
        long[] mask = shape(file, AttentionFile.mask(layer));
        switch (variant.getKey()) {
          case "none" -> assertThat(mask).isNull();
          case "static" -> assertThat(mask).containsExactly(1, 10, 10);
          default -> assertThat(mask).as(variant.getKey()).containsExactly(3, 10, 10);
        }
      }
    }
  }

  /** ALiBi's two slopes of two heads, and ten tokens. */
  @Test
  void aMaskThatHeadsDifferInIsSeenHeadByHead() throws IOException {
    Trial trial = SmallTrial.of(new Alibi(), 1, 1e-3, 0);
    AttentionFile file = inspect(train(trial), trial, "0,2,5", PLENTY);
    float[] expected = new float[2 * 10 * 10];
    for (int i = 0; i < expected.length; i++) {
      double slope = i < 10 * 10 ? 1.0 / 16 : 1.0 / 256;
      expected[i] = (float) (-slope * Math.abs(i / 10 % 10 - i % 10));
    }
    for (int layer = 1; layer <= 2; layer++) {
      assertThat(shape(file, AttentionFile.mask(layer))).containsExactly(1, 2, 10, 10);
      assertThat(file.tensors().get(AttentionFile.mask(layer)).values()).isEqualTo(expected);
      assertRowsSumToOne(file.tensors().get(AttentionFile.attention(layer)));
    }
  }

  /** A mask of depth 1 whose input is known: the first layer's, which is normalised per token. */
  @Test
  void theMaskIsTheModulesProductOfItsInputAndItsWeights() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY).withDepth(1), 2, 1e-2, 3);
    RunFolder run = train(trial);
    AttentionFile file = inspect(run, trial, "1", PLENTY);
    float[] expected = FirstMask.of(Safetensors.read(run.parameters()).tensors(), data, trial, 1);
    assertThat(file.tensors().get(AttentionFile.mask(1)).values())
        .containsExactly(expected, within(1e-5f));
  }

  @Test
  void theSameExamplesGiveTheSameBytes() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY), 1, 1e-3, 0);
    RunFolder run = train(trial);
    Path one = temporary.resolve("one");
    Path two = temporary.resolve("two");
    inspect(run, trial, "0-3", PLENTY).write(one);
    inspect(run, trial, "3,0,1,2", PLENTY).write(two);
    assertThat(two).hasSameBinaryContentAs(one);
    assertThat(AttentionFile.read(one).observed().examples())
        .extracting(Observed.Example::index)
        .containsExactly(0, 1, 2, 3);
  }

  @Test
  void tokensAreNamedAndCounted() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    Observed observed = inspect(train(trial), trial, "0", PLENTY).observed();
    assertThat(observed.split()).isEqualTo("test");
    assertThat(observed.examples().get(0).title()).startsWith("a");
    assertThat(observed.examples().get(0).tokens().get("image"))
        .containsExactly("image 1", "image 2", "image 3", "image 4");
    assertThat(observed.layers().get(1).keys())
        .containsExactly(
            new Observed.Segment("class token", 1),
            new Observed.Segment("image", 4),
            new Observed.Segment("audio", 5));
  }

  @Test
  void tokensOfAPictureAreItsClassTokenAndItsPatches() throws IOException {
    Trial trial = SmallTrial.pictures(SmallTrial.mask(MaskFusion.MULTIPLY), 1);
    AttentionFile file = inspect(train(trial), trial, "0,3", PLENTY);
    assertThat(shape(file, AttentionFile.mask(2))).containsExactly(2, 5, 5);
    assertThat(file.observed().layers().get(0).keys())
        .containsExactly(new Observed.Segment("class token", 1), new Observed.Segment("image", 4));
    assertThat(file.observed().examples().get(0).title()).startsWith("a");
  }

  @Test
  void clipsAttendToWordsAndThenToEachOther() throws IOException {
    Trial trial = SmallMoments.qdDetr(1);
    AttentionFile file = inspect(train(trial), trial, "0-2", 1 << 24);
    assertThat(shape(file, AttentionFile.attention(1))).containsExactly(3, 2, 75, 4);
    assertThat(shape(file, AttentionFile.mask(1))).containsExactly(3, 75, 4);
    assertThat(shape(file, AttentionFile.attention(2))).containsExactly(3, 2, 76, 76);
    assertThat(shape(file, AttentionFile.mask(2))).isNull();
    Observed observed = file.observed();
    assertThat(observed.layers()).hasSize(2);
    assertThat(observed.layers().get(0).keys()).containsExactly(new Observed.Segment("word", 4));
    assertThat(observed.examples().get(0).tokens().get("word"))
        .containsExactly("word 1", "word 2", "word 3", "word 4");
    assertThat(observed.examples().get(0).title()).contains(" ");
    assertRowsSumToOne(file.tensors().get(AttentionFile.attention(1)));
  }

  @Test
  void clipsAndWordsAttendToEachOther() throws IOException {
    Trial trial = SmallMoments.momentDetr(1);
    AttentionFile file = inspect(train(trial), trial, "0", 1 << 24);
    assertThat(shape(file, AttentionFile.attention(1))).containsExactly(1, 2, 79, 79);
    assertThat(file.observed().layers())
        .containsExactly(
            Observed.Layer.self(
                List.of(new Observed.Segment("clip", 75), new Observed.Segment("word", 4))));
  }

  @Test
  void moreThanFitsIsRefusedWithWhatFits() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    RunFolder run = train(trial);
    long ofOne = 2 * 10 * 10 * 3 * Float.BYTES;
    assertThatThrownBy(() -> inspect(run, trial, "0-4", 4 * ofOne))
        .hasMessage("examples must be at most 4, whose arrays fit into 0 MiB, got 5");
    assertThat(inspect(run, trial, "first-5", 4 * ofOne).observed().examples()).hasSize(4);
    assertThat(inspect(run, trial, "first-64", PLENTY).observed().examples()).hasSize(16);
  }

  @Test
  void whatCannotBeInspectedIsRefused() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    RunFolder run = train(trial);
    assertThatThrownBy(() -> inspect(run, trial, "3,16", PLENTY))
        .hasMessage("example must be from 0 to 15, got 16");
    Files.delete(run.outcome());
    assertThatThrownBy(() -> Inspect.finished(run))
        .hasMessage("--run must be a finished run, got " + run.path());
    Outcome failed = new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of());
    Files.writeString(run.outcome(), failed.toJson());
    assertThatThrownBy(() -> Inspect.finished(run))
        .hasMessageContaining("got one that failed (diverged: loss is NaN)");
    Trial other = SmallTrial.of(SmallTrial.mask(MaskFusion.ADD), 1, 1e-3, 0);
    assertThatThrownBy(() -> inspect(run, other, "0", PLENTY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("parameters.safetensors must have a tensor encoder.mask.layer-0");
  }

  @Test
  void theProcessSaysWhatIsWrongInOneLine() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.training.Inspect",
                "--run",
                temporary.toString(),
                "--examples",
                "0",
                "--out",
                "x")
            .start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(errors).isEqualToIgnoringNewLines("--run must be a finished run, got " + temporary);
  }

  private AttentionFile inspect(RunFolder run, Trial trial, String examples, long most)
      throws IOException {
    return Inspect.attention(
        trial, run, data, Split.TEST, new ExampleSelection(examples), Device.cpu(), most);
  }

  private RunFolder train(Trial trial) throws IOException {
    RunFolder run = SmallTrial.folder(temporary.resolve("runs"), trial);
    Files.createDirectories(run.path());
    try (TrainingRun training =
        new TrainingRun(trial, run, data, Device.cpu(), (share, loss) -> {})) {
      Files.writeString(run.outcome(), training.run().toJson());
    }
    Files.writeString(run.trial(), trial.toJson());
    return run;
  }

  private static long[] shape(AttentionFile file, String tensor) {
    return file.tensors().containsKey(tensor) ? file.tensors().get(tensor).shape() : null;
  }

  private static void assertRowsSumToOne(Tensor tensor) {
    int keys = (int) tensor.shape()[3];
    for (int from = 0; from < tensor.values().length; from += keys) {
      double sum = 0;
      for (float value : Arrays.copyOfRange(tensor.values(), from, from + keys)) {
        sum += value;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
  }
}
