package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.config.Trial;
import lamina.config.border.AttentionFile;
import lamina.config.border.ExampleSelection;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.Safetensors;
import lamina.config.border.Safetensors.Tensor;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.TinyData;
import lamina.mask.LayerChoice;
import lamina.mask.OnLayers;
import lamina.zoo.RoutingTransformer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a mechanism carries from step to step is part of a trial like its parameters. */
class MechanismStateTest {
  private static final int EPOCHS = 6;
  private static final int STEPS_OF_AN_EPOCH = 6;
  private static final String FIRST = "encoder.mask.layer-0.means";
  private static final String SECOND = "encoder.mask.layer-1.means";
  private static final RoutingTransformer ROUTING =
      new RoutingTransformer(2, 3, 1, 0.9, 0.01, false);

  @TempDir static Path home;
  @TempDir Path temporary;
  private static DataFolder data;

  @BeforeAll
  static void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(home);
  }

  static Stream<Trial> stopped() {
    return Stream.of(
        trial(ROUTING, EPOCHS),
        trial(new OnLayers(ROUTING, LayerChoice.first()), 2),
        SmallCaptions.adapter(ROUTING, 2),
        Trial.of(SmallMoments.momentDetr(2).experiment().with(ROUTING), 5));
  }

  /** Once behind the first epoch and once within the second. */
  @ParameterizedTest
  @MethodSource("stopped")
  void aTrialThatIsStoppedEndsAsAnUninterruptedOne(Trial trial) throws IOException {
    int[] count = {0};
    Outcome whole = train(trial, "whole", (share, loss) -> count[0]++);
    int ofEpoch = count[0] / trial.experiment().training().epochs();
    for (int allowed : new int[] {ofEpoch, ofEpoch + 1}) {
      String store = "stopped-" + allowed;
      stop(trial, store, allowed);
      assertThat(train(trial, store, (share, loss) -> {})).isEqualTo(whole);
      assertThat(Files.readAllLines(folder(store, trial).metrics()))
          .isEqualTo(Files.readAllLines(folder("whole", trial).metrics()));
      assertThat(folder(store, trial).parameters())
          .hasSameBinaryContentAs(folder("whole", trial).parameters());
    }
  }

  @Test
  void theModelHasTheStateOfItsEpochUnderItsName() throws IOException {
    Trial trial = trial(ROUTING, EPOCHS);
    Outcome.Completed outcome = train(trial, "whole", (share, loss) -> {});
    int best = outcome.selectedEpoch();
    assertThat(best).isLessThan(EPOCHS);
    Map<String, Tensor> model = tensors(folder("whole", trial));
    assertThat(model.get(FIRST).shape()).containsExactly(2, 2, 8);
    assertThat(outcome.parameters())
        .as("states are no parameters")
        .isEqualTo(count(model) - count(List.of(model.get(FIRST), model.get(SECOND))));
    stop(trial, "stopped", best * STEPS_OF_AN_EPOCH);
    float[] then = checkpoint("stopped", trial).values();
    float[] last = checkpoint("whole", trial).values();
    for (String state : List.of(FIRST, SECOND)) {
      float[] ofModel = model.get(state).values();
      assertThat(ofModel).isEqualTo(named(model, then).get(state));
      assertThat(ofModel).isNotEqualTo(named(model, last).get(state));
    }
  }

  @Test
  void whatIsInspectedIsTheModelWithItsState() throws IOException {
    Trial trial = trial(new OnLayers(ROUTING, LayerChoice.first()), 2);
    train(trial, "whole", (share, loss) -> {});
    RunFolder run = folder("whole", trial);
    Map<String, Tensor> model = tensors(run);
    assertThat(model).containsKey(FIRST).doesNotContainKey(SECOND);
    String second = AttentionFile.attention(2);
    Map<String, Tensor> seen = inspect(trial, run);
    assertThat(seen).containsOnlyKeys(second);
    assertThat(inspect(trial, run).get(second).values()).isEqualTo(seen.get(second).values());
    Map<String, Tensor> other = new LinkedHashMap<>(model);
    other.put(FIRST, negated(model.get(FIRST)));
    new Safetensors(other, Map.of("format", "pt")).write(run.parameters());
    assertThat(inspect(trial, run).get(second).values())
        .as("the second layer reads what the first one's clusters gave")
        .isNotEqualTo(seen.get(second).values());
    other.remove(FIRST);
    new Safetensors(other, Map.of("format", "pt")).write(run.parameters());
    assertThatThrownBy(() -> inspect(trial, run))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must have a tensor " + FIRST + " of shape (2, 2, 8)");
  }

  private static Trial trial(AttentionMask mask, int epochs) {
    return SmallTrial.of(mask, epochs, 3e-2, 0);
  }

  private static Map<String, Tensor> tensors(RunFolder run) throws IOException {
    return Safetensors.read(run.parameters()).tensors();
  }

  /** A model's values that lie one behind the other, by their names. */
  private static Map<String, float[]> named(Map<String, Tensor> model, float[] values) {
    Map<String, float[]> named = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, Tensor> tensor : model.entrySet()) {
      int to = from + tensor.getValue().values().length;
      named.put(tensor.getKey(), Arrays.copyOfRange(values, from, to));
      from = to;
    }
    return named;
  }

  private static int count(Map<String, Tensor> tensors) {
    return count(List.copyOf(tensors.values()));
  }

  private static int count(List<Tensor> tensors) {
    return tensors.stream().mapToInt(tensor -> tensor.values().length).sum();
  }

  private static Tensor negated(Tensor tensor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return new Tensor(tensor.shape(), values);
  }

  private Checkpoint checkpoint(String store, Trial trial) throws IOException {
    int size = count(tensors(folder("whole", trial)));
    return Checkpoint.readOrStart(folder(store, trial), size, "");
  }

  private static Map<String, Tensor> inspect(Trial trial, RunFolder run) throws IOException {
    ExampleSelection examples = new ExampleSelection("0-3");
    return Inspect.attention(trial, run, data, Split.TEST, examples, Device.cpu(), 1 << 20)
        .tensors();
  }

  private void stop(Trial trial, String store, int allowed) {
    int[] done = {0};
    assertThatThrownBy(
            () ->
                train(
                    trial,
                    store,
                    (share, loss) -> {
                      if (++done[0] > allowed) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
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
