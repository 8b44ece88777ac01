package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import lamina.config.ImageFolder;
import lamina.config.Modality;
import lamina.config.PictureEncoders;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.images.PictureFiles;

/**
 * A split of pictures that are decoded when a batch needs them, and never kept.
 *
 * @param form of their tokens
 */
record DecodedData(PictureFiles files, Modality form) implements Data {

  static DecodedData open(
      ImageFolder data, PictureEncoders encoders, Split split, DataFolder folder) {
    return new DecodedData(
        PictureFiles.open(data, encoders, split, folder), data.modalities(encoders).get(0));
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int index) {
    return files.label(index);
  }

  @Override
  public Example batch(int[] indices, NDManager owner) {
    return example(files.features(indices), indices, owner);
  }

  @Override
  public Example varied(int[] indices, Chance chance, NDManager owner) {
    float[] features = files.varied(indices, picture -> chance.source("crop", picture));
    return example(features, indices, owner);
  }

  private Example example(float[] features, int[] indices, NDManager owner) {
    long[] labels = Arrays.stream(indices).mapToLong(this::label).toArray();
    NDArray tokens =
        owner.create(features, new Shape(indices.length, form.tokens(), form.features()));
    return new Example(List.of(tokens), owner.create(labels));
  }

  @Override
  public void close() {}
}
