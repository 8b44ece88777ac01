package lamina.data;

import java.util.function.IntFunction;
import lamina.config.AudiovisualEncoders;
import lamina.config.GarmentsAndVoices;
import lamina.config.MelSpectrogram;
import lamina.config.Patches;

/** How far a linear model gets on the composed data: the figures of the data card. */
final class LinearFigures {
  private LinearFigures() {}

  public static void main(String[] args) {
    GarmentsAndVoices data =
        new GarmentsAndVoices(
            Integer.parseInt(args[0]),
            1000,
            2000,
            Double.parseDouble(args[1]),
            Double.parseDouble(args[2]),
            500,
            0);
    AudiovisualEncoders encoders =
        new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20));
    DataFolder folder = DataFolder.ofThisMachine();
    long t0 = System.nanoTime();
    Examples train = Examples.of(data, encoders, Split.TRAIN, folder);
    Examples validation = Examples.of(data, encoders, Split.VALIDATION, folder);
    Examples test = Examples.of(data, encoders, Split.TEST, folder);
    System.out.printf("composed in %.1f s%n", (System.nanoTime() - t0) / 1e9);
    report("image only", train, validation, test, e -> i -> slice(e.image(), i, e.count()));
    report("audio only", train, validation, test, e -> i -> slice(e.audio(), i, e.count()));
    report(
        "both",
        train,
        validation,
        test,
        e -> i -> join(slice(e.image(), i, e.count()), slice(e.audio(), i, e.count())));
  }

  private interface View {
    IntFunction<float[]> of(Examples examples);
  }

  private static void report(
      String name, Examples train, Examples validation, Examples test, View view) {
    double onTest =
        LogisticRegression.accuracy(
            new LogisticRegression.Labelled(view.of(train), train.labels()),
            new LogisticRegression.Labelled(view.of(validation), validation.labels()),
            new LogisticRegression.Labelled(view.of(test), test.labels()));
    System.out.printf("%-10s  test accuracy %.1f %%%n", name, 100 * onTest);
  }

  private static float[] slice(float[] all, int index, int count) {
    int size = all.length / count;
    return java.util.Arrays.copyOfRange(all, index * size, (index + 1) * size);
  }

  private static float[] join(float[] a, float[] b) {
    float[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
