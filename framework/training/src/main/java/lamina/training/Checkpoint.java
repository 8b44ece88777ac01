package lamina.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.Json;
import lamina.config.border.RunFolder;
import lamina.config.border.Safetensors;
import lamina.model.Declaration;
import lamina.model.Parameters;

/**
 * A training between two epochs: one safetensors file, replaced by rename, so that a killed worker
 * leaves either the old state or the new one. There is no random state to keep: every random choice
 * comes from the seed and the epoch.
 *
 * @param epoch epochs done; 0 for a start
 * @param values the parameters, and states behind them
 */
record Checkpoint(int epoch, float[] values, AdamWStep.State optimizer, Best best) {
  private static final String PARAMETERS = "parameters";
  private static final String MEAN = "optimizer.mean";
  private static final String SQUARE = "optimizer.square";
  private static final String BEST = "best.parameters";
  private static final String FROZEN = "frozen";

  /**
   * The run's checkpoint, or a start where there is none, or where it was trained beside other
   * frozen tensors.
   *
   * @param frozen the checksum of the frozen tensors; empty where there are none
   */
  static Checkpoint readOrStart(RunFolder folder, long parameters, String frozen)
      throws IOException {
    if (!Files.exists(folder.checkpoint())) {
      return start();
    }
    Safetensors file = Safetensors.read(folder.checkpoint());
    Map<String, String> state = file.metadata();
    if (!frozen.equals(state.getOrDefault(FROZEN, ""))) {
      return start();
    }
    SortedMap<String, Double> validation = new TreeMap<>();
    Json.parse(state.get("best.validation"))
        .properties()
        .forEach(field -> validation.put(field.getKey(), field.getValue().doubleValue()));
    Checkpoint checkpoint =
        new Checkpoint(
            Integer.parseInt(state.get("epoch")),
            file.tensors().get(PARAMETERS).values(),
            new AdamWStep.State(
                Long.parseLong(state.get("optimizer.steps")),
                file.tensors().get(MEAN).values(),
                file.tensors().get(SQUARE).values()),
            new Best(
                Integer.parseInt(state.get("best.epoch")),
                validation,
                file.tensors().get(BEST).values()));
    if (checkpoint.values().length != parameters) {
      throw new IOException(
          "%s has %d parameters, the model has %d"
              .formatted(folder.checkpoint(), checkpoint.values().length, parameters));
    }
    return checkpoint;
  }

  private static Checkpoint start() {
    return new Checkpoint(
        0, new float[0], new AdamWStep.State(0, new float[0], new float[0]), Best.none());
  }

  void write(RunFolder folder, String frozen) throws IOException {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put(PARAMETERS, flat(values));
    tensors.put(MEAN, flat(optimizer.mean()));
    tensors.put(SQUARE, flat(optimizer.square()));
    tensors.put(BEST, flat(best.values()));
    Map<String, String> state =
        Map.of(
            "epoch",
            Integer.toString(epoch),
            "optimizer.steps",
            Long.toString(optimizer.steps()),
            "best.epoch",
            Integer.toString(best.epoch()),
            "best.validation",
            Json.line(best.validation()),
            FROZEN,
            frozen);
    new Safetensors(tensors, state).write(folder.checkpoint());
  }

  /** Writes a trained model, its states too, each tensor under its name and in its shape. */
  static void writeParameters(Path file, Parameters parameters) throws IOException {
    Map<String, String> beside = new TreeMap<>(Map.of("format", "pt"));
    if (!parameters.frozenChecksum().isEmpty()) {
      beside.put(FROZEN, parameters.frozenChecksum());
    }
    new Safetensors(tensors(parameters), beside).write(file);
  }

  /** A model's tensors by name. */
  static Map<String, Safetensors.Tensor> tensors(Parameters parameters) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    float[] values = parameters.values();
    int from = 0;
    for (Declaration.Tensor tensor : parameters.changing()) {
      float[] part = Arrays.copyOfRange(values, from, from + tensor.size());
      tensors.put(tensor.name(), new Safetensors.Tensor(tensor.shape().getShape(), part));
      from += tensor.size();
    }
    return tensors;
  }

  /**
   * Sets a model to what {@link #writeParameters} wrote.
   *
   * @throws IOException where the file is damaged or another model's, or was trained beside other
   *     frozen tensors
   */
  static void readParameters(Path file, Parameters parameters) throws IOException {
    Safetensors whole = Safetensors.read(file);
    String beside = whole.metadata().getOrDefault(FROZEN, "");
    if (!beside.equals(parameters.frozenChecksum())) {
      throw new IOException(
          "%s must be beside frozen tensors of checksum '%s', got '%s'"
              .formatted(file, beside, parameters.frozenChecksum()));
    }
    Map<String, Safetensors.Tensor> tensors = whole.tensors();
    float[] values = new float[Math.toIntExact(parameters.size())];
    int from = 0;
    for (Declaration.Tensor tensor : parameters.changing()) {
      Safetensors.Tensor read = tensors.get(tensor.name());
      if (read == null || !Arrays.equals(read.shape(), tensor.shape().getShape())) {
        throw new IOException(
            "%s must have a tensor %s of shape %s".formatted(file, tensor.name(), tensor.shape()));
      }
      System.arraycopy(read.values(), 0, values, from, tensor.size());
      from += tensor.size();
    }
    parameters.set(values);
  }

  private static Safetensors.Tensor flat(float[] values) {
    return new Safetensors.Tensor(new long[] {values.length}, values);
  }
}
