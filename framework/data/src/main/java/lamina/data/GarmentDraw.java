package lamina.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lamina.config.GarmentPictures;
import lamina.config.GarmentsAndVoices;
import lamina.config.Names;
import lamina.config.Randomness;

/**
 * Draws photographs without putting any back. Classes take turns, and each class's photographs of a
 * split are in an order of their own, so that fewer are the start of more, and no split depends on
 * the size of another.
 */
final class GarmentDraw {
  /** Mean and standard deviation of all pixels of the training part, black 0 and white 1. */
  static final double PIXEL_MEAN = 0.286;

  static final double PIXEL_DEVIATION = 0.353;

  private final Garments garments;
  private final GarmentPictures config;

  GarmentDraw(Garments garments, GarmentPictures config) {
    this.garments = garments;
    this.config = config;
  }

  /** The label of an example. */
  static int label(int example) {
    return example % GarmentsAndVoices.CLASSES;
  }

  /**
   * The photographs of a split.
   *
   * @throws DataException where there are fewer than the configuration asks for
   */
  int[] of(Split split) {
    int count =
        switch (split) {
          case TRAIN -> config.trainExamples();
          case VALIDATION -> config.validationExamples();
          case TEST -> config.testExamples();
        };
    int[][] orders = new int[GarmentsAndVoices.CLASSES][];
    for (int c = 0; c < orders.length; c++) {
      orders[c] = shuffled(split, c);
    }
    int most =
        IntStream.range(0, orders.length)
            .map(c -> orders[c].length * orders.length + c)
            .min()
            .orElseThrow();
    if (count > most) {
      throw new DataException(
          "task.data.%sExamples must be at most %d, as many photographs as there are in turns of %d, got %d"
              .formatted(Names.of(split), most, orders.length, count));
    }
    return IntStream.range(0, count).map(i -> orders[label(i)][i / orders.length]).toArray();
  }

  /** Fisher and Yates. */
  private int[] shuffled(Split split, int garment) {
    int[] pictures = garments.of(split, garment).clone();
    SplittableRandom random =
        Randomness.source(config.compositionSeed(), "pictures " + split + " " + garment);
    for (int i = pictures.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = pictures[i];
      pictures[i] = pictures[j];
      pictures[j] = held;
    }
    return pictures;
  }
}
