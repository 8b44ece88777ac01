package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lamina.config.Traits;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.Safetensors;
import lamina.config.border.Safetensors.Tensor;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mechanism.Built;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.attention.Chunk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mechanism that says which tensors move when, and where one of them stays. */
class PhasedTrialTest {
  private static final String TEMPERATURE = "encoder.mask.temperature";
  private static final int EPOCHS = 4;
  private static final int STEPS_OF_AN_EPOCH = 6;

  @TempDir Path temporary;
  private DataFolder data;

  /** One number a layer that multiplies scores, which moves alone in the first half. */
  private record Temperature(boolean phased) implements Mechanism {
    @Override
    public Traits traits() {
      return Traits.PLAIN;
    }

    @Override
    public Built in(Declaration declare, Site site) {
      Declaration.Tensor temperature =
          declare
              .clamped(0.999, 1.001)
              .tensor("temperature", Initializer.constant(1), site.backbone().layers());
      if (phased) {
        declare.phases(
            List.of(new Declaration.Phase(0.5, tensor -> tensor.name().equals(TEMPERATURE))));
      }
      return new Scored(site) {
        @Override
        public NDArray scores(Chunk chunk) {
          return chunk.dot().mul(chunk.get(temperature).get(chunk.layer()));
        }
      };
    }
  }

  @BeforeEach
  void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(temporary.resolve("data"));
  }

  @Test
  void aPhaseEndsAtItsShareOfTheTrainingAndARangeHoldsToItsEnd() throws IOException {
    Trial trial = trial(true);
    train(trial, "whole", Integer.MAX_VALUE);
    Map<String, Tensor> model = Safetensors.read(folder("whole", trial).parameters()).tensors();
    List<Map<String, float[]>> epochs = new ArrayList<>();
    for (int epoch = 1; epoch < EPOCHS; epoch++) {
      String store = "after-" + epoch;
      int allowed = epoch * STEPS_OF_AN_EPOCH;
      assertThatThrownBy(() -> train(trial, store, allowed)).hasMessage("stopped");
      epochs.add(named(model, checkpoint(store, trial, model)));
    }
    for (String name : model.keySet()) {
      float[] first = epochs.get(0).get(name);
      if (name.equals(TEMPERATURE)) {
        assertThat(epochs.get(1).get(name)).isNotEqualTo(new float[] {1, 1});
        assertThat(model.get(name).values()).doesNotContain(1);
      } else {
        assertThat(epochs.get(1).get(name)).as(name).isEqualTo(first);
        assertThat(epochs.get(2).get(name)).as(name).isNotEqualTo(first);
      }
    }
    for (Map<String, float[]> epoch : epochs) {
      for (float value : epoch.get(TEMPERATURE)) {
        assertThat(value).isBetween(0.999f, 1.001f);
      }
    }
  }

  @Test
  void aTrialThatIsStoppedInAnyPhaseEndsAsAnUninterruptedOne() throws IOException {
    Trial trial = trial(true);
    Outcome whole = train(trial, "whole", Integer.MAX_VALUE);
    for (int allowed : new int[] {8, 14, 20}) {
      String store = "stopped-" + allowed;
      assertThatThrownBy(() -> train(trial, store, allowed)).hasMessage("stopped");
      assertThat(train(trial, store, Integer.MAX_VALUE)).isEqualTo(whole);
      assertThat(folder(store, trial).parameters())
          .hasSameBinaryContentAs(folder("whole", trial).parameters());
    }
    assertThat(train(trial(false), "at once", Integer.MAX_VALUE)).isNotEqualTo(whole);
  }

  private static Trial trial(boolean phased) {
    return SmallTrial.of(new Temperature(phased), EPOCHS, 1e-2, 1);
  }

  private float[] checkpoint(String store, Trial trial, Map<String, Tensor> model)
      throws IOException {
    int size = model.values().stream().mapToInt(tensor -> tensor.values().length).sum();
    return Checkpoint.readOrStart(folder(store, trial), size, "").values();
  }

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

  private Outcome.Completed train(Trial trial, String store, int allowed) throws IOException {
    RunFolder folder = folder(store, trial);
    Files.createDirectories(folder.path());
    int[] done = {0};
    TrainingRun.Progress stops =
        (share, loss) -> {
          if (++done[0] > allowed) {
            throw new IllegalStateException("stopped");
          }
        };
    try (TrainingRun run = new TrainingRun(trial, folder, data, Device.cpu(), stops)) {
      return run.run();
    }
  }

  private RunFolder folder(String store, Trial trial) {
    return SmallTrial.folder(temporary.resolve(store), trial);
  }
}
