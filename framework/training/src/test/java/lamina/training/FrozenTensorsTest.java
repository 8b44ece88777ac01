package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.config.FrozenDecoder;
import lamina.config.Trial;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mask.FrozenMask;
import lamina.mask.MaskFusion;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.task.Learning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenTensorsTest {
  @TempDir static Path home;
  private static DataFolder data;

  @BeforeAll
  static void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(home.resolve("data"));
  }

  @BeforeEach
  void nothingIsLearnedYet() throws IOException {
    for (Path file : kept("")) {
      Files.delete(file);
    }
  }

  @Test
  void whatIsLearnedOnceIsReadByEveryTrialThatSharesIt() throws IOException {
    float[] first = values(trial(1), data);
    Path file = file();
    var written = Files.getLastModifiedTime(file);
    assertThat(values(trial(2), data)).isEqualTo(first);
    assertThat(file()).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    assertThat(first).as("something was learned").isNotEqualTo(started(trial(1)));
  }

  @Test
  void otherCaptionsAndAnotherDecoderAreLearnedApart() throws IOException {
    FrozenDecoder given = SmallCaptions.DECODER;
    FrozenDecoder longer = new FrozenDecoder(2, 2, 8, 2, 16, given.learningRate(), 0);
    FrozenDecoder seeded = new FrozenDecoder(2, 2, 8, 1, 16, given.learningRate(), 1);
    values(trial(1), data);
    values(SmallCaptions.adapter(longer, 12, new NoMask(), 1, 1), data);
    values(SmallCaptions.adapter(seeded, 12, new NoMask(), 1, 1), data);
    values(SmallCaptions.adapter(given, 13, new NoMask(), 1, 1), data);
    assertThat(kept(".safetensors")).hasSize(4);
  }

  @Test
  void aModelWithoutFrozenTensorsLearnsNone() throws IOException {
    Trial trial = SmallCaptions.swinBert(new NoMask(), 1);
    try (NDManager manager = NDManager.newBaseManager();
        Learning learning = TrainingRun.learning(trial.experiment(), data, manager)) {
      assertThat(FrozenTensors.of(learning, data, 1, manager)).isNull();
    }
    assertThat(kept("")).isEmpty();
  }

  /** As the trained mask of the same seed starts, beside a decoder that no seed changes. */
  @Test
  void aFrozenMaskStartsFromTheTrialsSeedBesideTheLearnedDecoder() throws IOException {
    FrozenMask frozen = new FrozenMask(SmallTrial.mask(MaskFusion.ADD));
    float[] decoder = values(trial(1), data);
    float[] one = values(trial(frozen, 1), data);
    float[] other = values(trial(frozen, 2), data);
    assertThat(Arrays.copyOf(one, decoder.length)).isEqualTo(decoder);
    assertThat(Arrays.copyOf(other, decoder.length)).isEqualTo(decoder);
    float[] mask = Arrays.copyOfRange(one, decoder.length, one.length);
    assertThat(mask).isEqualTo(startOfTheMask(trial(frozen.mask(), 1)));
    assertThat(Arrays.copyOfRange(other, decoder.length, other.length))
        .isEqualTo(startOfTheMask(trial(frozen.mask(), 2)))
        .isNotEqualTo(mask);
  }

  /** Of a mask that is trained. */
  private static float[] startOfTheMask(Trial trial) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Learning learning = TrainingRun.learning(trial.experiment(), data, manager)) {
      Declaration declaration = learning.declaration();
      Frozen frozen = FrozenTensors.of(learning, data, trial.seed(), manager);
      Parameters parameters = Parameters.initial(declaration, frozen, trial.seed(), manager);
      List<Declaration.Tensor> mask =
          declaration.tensors().stream().filter(t -> t.name().contains(".mask.")).toList();
      assertThat(mask).isNotEmpty();
      return values(mask, parameters, manager);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncated", "empty", "changed", "another model's"})
  void aDamagedFileIsMadeAgainWithTheSameBits(String damage) throws IOException {
    float[] learned = values(trial(1), data);
    Path file = file();
    byte[] right = Files.readAllBytes(file);
    Files.write(
        file,
        switch (damage) {
          case "truncated" -> Arrays.copyOf(right, right.length - 4);
          case "empty" -> new byte[0];
          case "changed" -> flipped(right);
          default -> ofAnotherModel(file);
        });
    assertThat(values(trial(1), data)).isEqualTo(learned);
    assertThat(file).hasBinaryContent(right);
  }

  /** One bit of the last value. */
  private static byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[flipped.length - 1] ^= 1;
    return flipped;
  }

  private static byte[] ofAnotherModel(Path right) throws IOException {
    FrozenDecoder wider = new FrozenDecoder(2, 2, 12, 1, 16, 1e-2, 0);
    values(SmallCaptions.adapter(wider, 12, new NoMask(), 1, 1), data);
    Path other =
        kept(".safetensors").stream().filter(file -> !file.equals(right)).findFirst().orElseThrow();
    return Files.readAllBytes(other);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    DataFolder other = TinyData.in(home.resolve("other"));
    Path blocked = Files.createFile(other.path().resolve("pretrained"));
    assertThatThrownBy(() -> values(trial(1), other))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("frozen tensors cannot be kept in " + blocked);
  }

  @Test
  void aTrainingOfTheDecoderThatDivergesKeepsNothing() throws IOException {
    FrozenDecoder wild = new FrozenDecoder(2, 2, 8, 9, 16, 1e30, 0);
    assertThatThrownBy(() -> values(SmallCaptions.adapter(wild, 12, new NoMask(), 1, 1), data))
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching(
            "(loss|gradient norm) is (NaN|Infinity) while the frozen model is trained");
    assertThat(kept(".safetensors")).isEmpty();
  }

  @Test
  void processesThatRaceForItLearnItOnce() throws Exception {
    List<Process> racing = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      racing.add(
          new ProcessBuilder(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  FrozenTensorsTest.class.getName(),
                  data.path().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    List<String> said = new ArrayList<>();
    for (Process process : racing) {
      said.add(new String(process.getInputStream().readAllBytes()).strip());
      assertThat(process.waitFor()).isZero();
    }
    String learned = Integer.toString(Arrays.hashCode(values(trial(1), data)));
    assertThat(said).containsExactly(learned, learned);
    assertThat(kept(".safetensors")).hasSize(1);
    assertThat(kept(".tmp")).isEmpty();
  }

  /** Prints what the values of the frozen tensors add up to as a hash. */
  public static void main(String[] arguments) {
    ComputeDevice.start("cpu", 1);
    float[] values = values(trial(1), new DataFolder(Path.of(arguments[0])));
    System.out.println(Arrays.hashCode(values));
  }

  private static Trial trial(long seed) {
    return trial(new NoMask(), seed);
  }

  private static Trial trial(AttentionMask mask, long seed) {
    return SmallCaptions.adapter(SmallCaptions.DECODER, 12, mask, 1, seed);
  }

  /** Of all frozen tensors of the trial's model. */
  private static float[] values(Trial trial, DataFolder folder) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Learning learning = TrainingRun.learning(trial.experiment(), folder, manager)) {
      return values(learning, FrozenTensors.of(learning, folder, trial.seed(), manager), manager);
    }
  }

  /** The same before any training. */
  private static float[] started(Trial trial) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Learning learning = TrainingRun.learning(trial.experiment(), data, manager)) {
      long seed = learning.pretraining().orElseThrow().seed();
      return values(learning, Frozen.initial(learning.declaration(), seed, manager), manager);
    }
  }

  private static float[] values(Learning learning, Frozen frozen, NDManager manager) {
    Parameters parameters = Parameters.initial(learning.declaration(), frozen, 1, manager);
    return values(learning.declaration().frozenTensors(), parameters, manager);
  }

  private static float[] values(
      List<Declaration.Tensor> tensors, Parameters parameters, NDManager manager) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      List<Float> values = new ArrayList<>();
      for (Declaration.Tensor tensor : tensors) {
        for (float value : pass.get(tensor).toFloatArray()) {
          values.add(value);
        }
      }
      float[] all = new float[values.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = values.get(i);
      }
      return all;
    }
  }

  private static Path file() throws IOException {
    List<Path> files = kept(".safetensors");
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private static List<Path> kept(String suffix) throws IOException {
    Path folder = data.path().resolve("pretrained");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
