package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import lamina.config.Classification;
import lamina.config.GarmentPictures;
import lamina.config.ImageFolder;
import lamina.config.Modality;
import lamina.config.PictureEncoders;
import lamina.data.PatchFeatures;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Mixes each picture of a batch with the one that stands as far from the batch's end as it does
 * from its beginning, all in the same way, as timm does for DeiT: mixup blends them, cutmix puts a
 * rectangle of the other one into it.
 */
final class Mixing {
  private final Classification task;
  private final PictureEncoders encoders;
  private final Modality form;
  private final int side;
  private final int channels;

  Mixing(Classification task, PictureEncoders encoders) {
    this.task = task;
    this.encoders = encoders;
    this.form = task.data().modalities(encoders).get(0);
    this.side =
        task.data()
            .fold(voices -> 0, files -> 0, garments -> GarmentPictures.SIDE, ImageFolder::side);
    this.channels =
        task.data().fold(voices -> 1, files -> 1, garments -> 1, images -> ImageFolder.CHANNELS);
  }

  /**
   * A way of mixing.
   *
   * @param own share that the picture has in what comes out, which is that of its label
   * @param cut where the other one shows: 1 there and else 0, a value a feature; null for a blend
   */
  record Way(double own, float @Nullable [] cut) {}

  /** Draws one; of two kinds, a coin says which. */
  Way draw(SplittableRandom random) {
    boolean cuts = task.cutmix() > 0 && (task.mixup() == 0 || random.nextBoolean());
    double own = beta(cuts ? task.cutmix() : task.mixup(), random);
    return cuts ? rectangle(own, random) : new Way(own, null);
  }

  /** Jöhnk's: two powers of uniform numbers whose sum is at most 1, by their share in it. */
  static double beta(double alpha, SplittableRandom random) {
    while (true) {
      double one = StrictMath.pow(random.nextDouble(), 1 / alpha);
      double other = StrictMath.pow(random.nextDouble(), 1 / alpha);
      double sum = one + other;
      if (sum > 0 && sum <= 1) {
        return one / sum;
      }
    }
  }

  /** Its middle is anywhere, and what would lie outside is left out: the share is what remains. */
  private Way rectangle(double own, SplittableRandom random) {
    int half = (int) (side * Math.sqrt(1 - own)) / 2;
    int row = random.nextInt(side);
    int column = random.nextInt(side);
    int top = Math.max(0, row - half);
    int bottom = Math.min(side, row + half);
    int left = Math.max(0, column - half);
    int right = Math.min(side, column + half);
    float[] image = new float[channels * side * side];
    for (int c = 0; c < channels; c++) {
      for (int y = top; y < bottom; y++) {
        java.util.Arrays.fill(
            image, (c * side + y) * side + left, (c * side + y) * side + right, 1);
      }
    }
    double area = (double) (bottom - top) * (right - left) / (side * side);
    return new Way(1 - area, features(image));
  }

  private float[] features(float[] image) {
    double[] ones = new double[channels];
    java.util.Arrays.fill(ones, 1);
    float[] features = new float[form.tokens() * form.features()];
    encoders
        .picture()
        .fold(patches -> new PatchFeatures(patches, side, new double[channels], ones))
        .write(image, features, 0);
    return features;
  }

  /**
   * The mixed pictures.
   *
   * @param pictures (B, N, F)
   */
  NDArray of(Pass pass, NDArray pictures, Way way) {
    NDArray other = pictures.flip(0);
    if (way.cut() == null) {
      return pictures.mul(pass.scalar(way.own())).add(other.mul(pass.scalar(1 - way.own())));
    }
    NDArray cut = pass.manager().create(way.cut(), new Shape(1, form.tokens(), form.features()));
    return pictures.mul(pass.scalar(1).sub(cut)).add(other.mul(cut));
  }
}
