package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lamina.config.ClassificationData;
import lamina.config.Encoders;
import lamina.data.DataFolder;
import lamina.data.Examples;
import lamina.data.Split;

/**
 * A split on the device, as whole arrays: a batch is one gather a modality, nothing an element.
 *
 * @param features of each modality, (size, Ni, Fi)
 * @param label integers of shape (size)
 * @param labels the same on the host
 */
record HeldData(List<NDArray> features, NDArray label, int[] labels) implements Data {

  static HeldData load(
      ClassificationData data,
      Encoders encoders,
      Split split,
      DataFolder folder,
      NDManager manager) {
    Examples examples = Examples.of(data, encoders, split, folder);
    int count = examples.count();
    List<NDArray> features = new ArrayList<>();
    features.add(tokens(manager, examples.image(), count, examples.imageTokens()));
    if (examples.audioTokens() > 0) {
      features.add(tokens(manager, examples.audio(), count, examples.audioTokens()));
    }
    long[] labels = Arrays.stream(examples.labels()).asLongStream().toArray();
    return new HeldData(features, manager.create(labels), examples.labels());
  }

  private static NDArray tokens(NDManager manager, float[] values, int count, int tokens) {
    return manager.create(values, new Shape(count, tokens, values.length / count / tokens));
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public Example batch(int[] indices, NDManager owner) {
    NDIndex rows = new NDIndex("{}", owner.create(indices));
    return new Example(
        features.stream().map(all -> all.get(owner, rows)).toList(), label.get(owner, rows));
  }

  @Override
  public void close() {
    features.forEach(NDArray::close);
    label.close();
  }
}
