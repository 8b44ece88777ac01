package lamina.task.classification;

import ai.djl.ndarray.NDManager;
import lamina.config.ClassificationData;
import lamina.config.Encoders;
import lamina.config.ImageFolder;
import lamina.config.PictureEncoders;
import lamina.data.DataFolder;
import lamina.data.Split;

/** A split, held as arrays or decoded when a batch needs it. */
interface Data extends AutoCloseable {

  static Data load(
      ClassificationData data,
      Encoders encoders,
      Split split,
      DataFolder folder,
      NDManager manager) {
    return data instanceof ImageFolder images
        ? DecodedData.open(images, encoders.as(PictureEncoders.class, "pictures"), split, folder)
        : HeldData.load(data, encoders, split, folder, manager);
  }

  int size();

  int label(int index);

  /** The examples at {@code indices} as they are evaluated, attached to {@code owner}. */
  Example batch(int[] indices, NDManager owner);

  /**
   * The same as they are trained on: varied at random where the data have variations.
   *
   * @param chance what the variations depend on
   */
  default Example varied(int[] indices, Chance chance, NDManager owner) {
    return batch(indices, owner);
  }

  @Override
  void close();
}
