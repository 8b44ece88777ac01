package lamina.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.Training;
import lamina.config.border.Safetensors;
import lamina.config.border.Safetensors.Tensor;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.language.HuggingFaceWeights;
import lamina.task.Learning;
import lamina.task.Pretraining;
import org.jspecify.annotations.Nullable;

/**
 * The values of frozen tensors. What is learned once lies in the data folder under its key, so that
 * all trials that share it read the same bits, whichever worker came first. A file that is damaged
 * is made again.
 */
final class FrozenTensors {
  private static final String FOLDER = "pretrained";
  private static final String CHECKSUM = "sha256";

  private FrozenTensors() {}

  /**
   * The frozen tensors of a model, read from files that are brought, or trained now where nobody
   * has done it before; null where it has none.
   *
   * @throws DivergedException where that training fails
   * @throws DataException where they cannot be kept in the data folder, or files that are brought
   *     are of another model
   */
  static @Nullable Frozen of(Learning learning, DataFolder data, NDManager manager) {
    if (learning.pretrained().isPresent()) {
      return brought(learning, learning.pretrained().get(), manager);
    }
    if (learning.pretraining().isEmpty()) {
      return null;
    }
    Path folder = data.path().resolve(FOLDER);
    try {
      Map<String, Tensor> tensors = learned(learning.pretraining().get(), folder, manager);
      return Frozen.of(
          learning.declaration(), tensor -> tensors.get(tensor.name()).values(), manager);
    } catch (IOException e) {
      throw new DataException("frozen tensors cannot be kept in " + folder + ": " + e, e);
    }
  }

  private static Frozen brought(Learning learning, Path folder, NDManager manager) {
    try (HuggingFaceWeights weights = HuggingFaceWeights.open(folder, learning.declaration())) {
      return Frozen.of(learning.declaration(), weights, manager);
    } catch (ConfigException e) {
      throw new DataException(e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(folder + " cannot be read: " + e, e);
    }
  }

  private static Map<String, Tensor> learned(
      Pretraining pretraining, Path folder, NDManager manager) throws IOException {
    String key = key(pretraining, manager);
    Path file = folder.resolve(key + ".safetensors");
    Map<String, Tensor> kept = intact(file, pretraining.declaration());
    if (kept != null) {
      return kept;
    }
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(key + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock onlyOneAtATime = channel.lock()) {
      Map<String, Tensor> ofAnother = intact(file, pretraining.declaration());
      if (ofAnother != null) {
        return ofAnother;
      }
      Map<String, Tensor> trained = train(pretraining, manager);
      new Safetensors(trained, Map.of("format", "pt", CHECKSUM, checksum(trained))).write(file);
      return trained;
    }
  }

  /** Code that lets the training start elsewhere learns something else, under another key. */
  private static String key(Pretraining pretraining, NDManager manager) {
    try (Parameters start =
        Parameters.initial(pretraining.declaration(), pretraining.seed(), manager)) {
      String text = pretraining.key() + checksum(Checkpoint.tensors(start));
      return Checksum.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What a file holds; null where it is not there or not what was written. */
  private static @Nullable Map<String, Tensor> intact(Path file, Declaration declaration) {
    Safetensors read;
    try {
      read = Safetensors.read(file);
    } catch (IOException missingOrDamaged) {
      return null;
    }
    for (Declaration.Tensor tensor : declaration.tensors()) {
      Tensor kept = read.tensors().get(tensor.name());
      if (kept == null || !Arrays.equals(kept.shape(), tensor.shape().getShape())) {
        return null;
      }
    }
    boolean asWritten = checksum(read.tensors()).equals(read.metadata().get(CHECKSUM));
    return asWritten ? read.tensors() : null;
  }

  private static String checksum(Map<String, Tensor> tensors) {
    int size = tensors.values().stream().mapToInt(tensor -> tensor.values().length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size * Float.BYTES);
    for (Tensor tensor : tensors.values()) {
      for (float value : tensor.values()) {
        bytes.putFloat(value);
      }
    }
    return Checksum.sha256(bytes.array());
  }

  private static Map<String, Tensor> train(Pretraining pretraining, NDManager parent) {
    Training config = pretraining.training();
    try (NDManager manager = parent.newSubManager();
        Parameters parameters =
            Parameters.initial(pretraining.declaration(), pretraining.seed(), manager);
        AdamWStep optimizer =
            config
                .optimizer()
                .fold(adamW -> new AdamWStep(adamW, config.clipNorm(), parameters, manager))) {
      int batches = Order.batches(pretraining.size(), config.batch());
      long steps = (long) config.epochs() * batches;
      for (int step = 0; step < steps; step++) {
        int epoch = step / batches + 1;
        int[] order = Order.shuffled(pretraining.size(), pretraining.seed(), epoch);
        step(pretraining, Order.batch(order, config.batch(), step % batches), parameters, manager);
        double rate = config.optimizer().learningRate() * config.schedule().factor(step, steps);
        refuseDiverged("gradient norm", optimizer.step(rate));
      }
      return Checkpoint.tensors(parameters);
    }
  }

  private static void step(
      Pretraining pretraining, int[] indices, Parameters parameters, NDManager manager) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray loss = pretraining.loss(pass, indices);
      refuseDiverged("loss", loss.getFloat());
      pass.backward(loss);
    }
  }

  private static void refuseDiverged(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(what + " is " + value + " while the frozen model is trained");
    }
  }
}
