package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import lamina.config.AudiovisualEncoders;
import lamina.config.ClassificationData;
import lamina.data.DataFolder;
import lamina.data.Examples;
import lamina.data.Split;

/**
 * A split on the device, as whole arrays: a batch is one gather a modality, nothing an element.
 *
 * @param image (size, Ni, Fi)
 * @param audio (size, Na, Fa)
 * @param label integers of shape (size)
 * @param labels the same on the host
 */
record Data(NDArray image, NDArray audio, NDArray label, int[] labels) implements AutoCloseable {

  static Data load(
      ClassificationData data,
      AudiovisualEncoders encoders,
      Split split,
      DataFolder folder,
      NDManager manager) {
    Examples examples = Examples.of(data, encoders, split, folder);
    int count = examples.count();
    long[] labels = java.util.Arrays.stream(examples.labels()).asLongStream().toArray();
    return new Data(
        tokens(manager, examples.image(), count, examples.imageTokens()),
        tokens(manager, examples.audio(), count, examples.audioTokens()),
        manager.create(labels),
        examples.labels());
  }

  private static NDArray tokens(NDManager manager, float[] values, int count, int tokens) {
    return manager.create(values, new Shape(count, tokens, values.length / count / tokens));
  }

  int size() {
    return labels.length;
  }

  int imageTokens() {
    return Math.toIntExact(image.getShape().get(1));
  }

  int audioTokens() {
    return Math.toIntExact(audio.getShape().get(1));
  }

  int label(int index) {
    return labels[index];
  }

  /** The examples at {@code indices}, attached to {@code owner}. */
  Example batch(int[] indices, NDManager owner) {
    NDIndex rows = new NDIndex("{}", owner.create(indices));
    return new Example(image.get(owner, rows), audio.get(owner, rows), label.get(owner, rows));
  }

  @Override
  public void close() {
    image.close();
    audio.close();
    label.close();
  }
}
