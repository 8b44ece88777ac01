package lamina.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import lamina.config.Classification;
import lamina.config.GarmentPictures;
import lamina.config.ImageFolder;
import lamina.config.Patches;
import lamina.config.PictureEncoders;
import lamina.config.Pooling;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.task.LossGradient;
import org.junit.jupiter.api.Test;

class MixingTest {
  private static final GarmentPictures GARMENTS = new GarmentPictures(4, 4, 4, 0);
  private static final long[] LABELS = {2, 0, 1};
  private static final int CLASSES = 4;

  private static Mixing mixing(double mixup, double cutmix, int patch) {
    return new Mixing(
        new Classification(GARMENTS, Pooling.MEAN, 0, mixup, cutmix),
        new PictureEncoders(new Patches(patch)));
  }

  @Test
  void sharesHaveTheMomentsOfTheirBetaDistribution() {
    for (double alpha : new double[] {0.2, 0.8, 1, 2}) {
      SplittableRandom random = new SplittableRandom(5);
      double sum = 0;
      double squares = 0;
      int count = 40_000;
      for (int i = 0; i < count; i++) {
        double share = Mixing.beta(alpha, random);
        sum += share;
        squares += share * share;
      }
      double mean = sum / count;
      assertThat(mean).isCloseTo(0.5, within(0.01));
      assertThat(squares / count - mean * mean).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.004));
    }
  }

  @Test
  void aBlendHasItsShareOfBoth() {
    Mixing.Way way = mixing(0.8, 0, 14).draw(new SplittableRandom(1));
    assertThat(way.cut()).isNull();
    withPass(
        (manager, pass) -> {
          NDArray x = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 1, 2));
          float[] mixed = mixing(0.8, 0, 14).of(pass, x, way).toFloatArray();
          assertThat((double) mixed[1])
              .isCloseTo(2 * way.own() + 6 * (1 - way.own()), within(1e-5));
          assertThat((double) mixed[3])
              .as("the middle one meets itself")
              .isCloseTo(4, within(1e-5));
          return null;
        });
  }

  /** Patches of one pixel: a token is a pixel, and so the rectangle can be read off. */
  @Test
  void aCutIsARectangleOfTheOtherPictureAndTheShareIsWhatIsLeft() {
    Mixing mixing = mixing(0, 1, 1);
    for (int seed = 0; seed < 50; seed++) {
      Mixing.Way way = mixing.draw(new SplittableRandom(seed));
      int count = 0;
      int top = 28;
      int bottom = -1;
      int left = 28;
      int right = -1;
      for (int i = 0; i < 784; i++) {
        if (way.cut()[i] == 1) {
          count++;
          top = Math.min(top, i / 28);
          bottom = Math.max(bottom, i / 28);
          left = Math.min(left, i % 28);
          right = Math.max(right, i % 28);
        }
      }
      assertThat(way.own()).isCloseTo(1 - count / 784.0, within(1e-9));
      if (count > 0) {
        assertThat(count).isEqualTo((bottom - top + 1) * (right - left + 1));
      }
    }
  }

  @Test
  void aCutShowsTheOtherPictureBitForBitInEveryChannel() {
    Classification task =
        new Classification(new ImageFolder("0".repeat(64), 2, 8, 9), Pooling.MEAN, 0, 0, 1);
    Mixing mixing = new Mixing(task, new PictureEncoders(new Patches(4)));
    Mixing.Way way = mixing.draw(new SplittableRandom(8));
    assertThat(way.own()).isBetween(0.2, 0.9);
    float[] values = new float[2 * 192];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    withPass(
        (manager, pass) -> {
          NDArray x = manager.create(values, new Shape(2, 4, 48));
          float[] mixed = mixing.of(pass, x, way).toFloatArray();
          for (int i = 0; i < 192; i++) {
            assertThat(mixed[i]).isEqualTo(way.cut()[i] == 1 ? values[192 + i] : values[i]);
            assertThat(way.cut()[i]).isEqualTo(way.cut()[i / 48 * 48 + i % 16]);
          }
          return null;
        });
  }

  @Test
  void aCoinDecidesBetweenTheTwoKinds() {
    int cuts = 0;
    for (int i = 0; i < 1000; i++) {
      cuts += mixing(0.8, 1, 14).draw(new SplittableRandom(i)).cut() == null ? 0 : 1;
    }
    assertThat(cuts).isBetween(430, 570);
  }

  /** Cross-entropy with the target written out. */
  @Test
  void theLossIsThatOfTheSmoothedAndMixedTarget() {
    SplittableRandom random = new SplittableRandom(4);
    float[] logits = new float[3 * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (4 * random.nextDouble() - 2);
    }
    double[][] target = new double[3][CLASSES];
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double total = 0;
      for (int c = 0; c < CLASSES; c++) {
        target[i][c] = 0.1 / CLASSES;
        total += Math.exp(logits[i * CLASSES + c]);
      }
      target[i][(int) LABELS[i]] += 0.9 * 0.7;
      target[i][(int) LABELS[2 - i]] += 0.9 * 0.3;
      for (int c = 0; c < CLASSES; c++) {
        expected -= target[i][c] * (logits[i * CLASSES + c] - Math.log(total)) / 3;
      }
    }
    double loss =
        withPass(
            (manager, pass) ->
                (double)
                    Loss.mixed(
                            pass,
                            manager.create(logits, new Shape(3, CLASSES)),
                            manager.create(LABELS),
                            0.1,
                            0.7)
                        .getFloat());
    assertThat(loss).isCloseTo(expected, within(1e-6));
  }

  @Test
  void theLossHasTheGradientOfFiniteDifferences() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      var logits = declaration.tensor("logits", Initializer.uniform(2), 3, CLASSES);
      Parameters parameters = Parameters.initial(declaration, 3, manager);
      LossGradient.check(
          manager,
          parameters,
          pass -> Loss.mixed(pass, pass.get(logits), pass.manager().create(LABELS), 0.1, 0.7));
    }
  }

  private static <R> R withPass(BiFunction<NDManager, Pass, R> work) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      declaration.tensor("unused", Initializer.constant(0), 1);
      Parameters parameters = Parameters.initial(declaration, 0, manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        return work.apply(manager, pass);
      }
    }
  }
}
