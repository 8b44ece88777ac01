package lamina.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import lamina.config.Training;
import lamina.config.border.Safetensors;
import lamina.data.DataFolder;
import lamina.model.Frozen;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.task.Learning;
import lamina.task.Pretraining;
import org.jspecify.annotations.Nullable;

/**
 * The values of frozen tensors. What is learned once lies in the data folder under its key, so that
 * all trials that share it read the same bits, whichever worker came first.
 */
final class FrozenTensors {
  private static final String FOLDER = "pretrained";

  private FrozenTensors() {}

  /**
   * The frozen tensors of a model, trained now where nobody has done it before; null where it has
   * none.
   *
   * @throws DivergedException where that training fails
   */
  static @Nullable Frozen of(Learning learning, DataFolder data, NDManager manager) {
    if (learning.pretraining().isEmpty()) {
      return null;
    }
    try {
      Path file = trained(learning.pretraining().get(), data, manager);
      Map<String, Safetensors.Tensor> tensors = Safetensors.read(file).tensors();
      return Frozen.of(
          learning.declaration(), tensor -> tensors.get(tensor.name()).values(), manager);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path trained(Pretraining pretraining, DataFolder data, NDManager manager)
      throws IOException {
    Path folder = Files.createDirectories(data.path().resolve(FOLDER));
    Path file = folder.resolve(pretraining.key() + ".safetensors");
    Path lock = folder.resolve(pretraining.key() + ".lock");
    if (Files.exists(file)) {
      return file;
    }
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock onlyOneAtATime = channel.lock()) {
      if (!Files.exists(file)) {
        train(pretraining, file, manager);
      }
    }
    return file;
  }

  private static void train(Pretraining pretraining, Path file, NDManager parent)
      throws IOException {
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
        optimizer.step(config.optimizer().learningRate() * config.schedule().factor(step, steps));
      }
      Checkpoint.writeParameters(file, parameters);
    }
  }

  private static void step(
      Pretraining pretraining, int[] indices, Parameters parameters, NDManager manager) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray loss = pretraining.loss(pass, indices);
      double value = loss.getFloat();
      if (!Double.isFinite(value)) {
        throw new DivergedException("loss is " + value + " while the frozen model is trained");
      }
      pass.backward(loss);
    }
  }
}
