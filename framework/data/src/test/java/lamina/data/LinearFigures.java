package lamina.data;

import java.util.SplittableRandom;
import java.util.function.IntFunction;
import lamina.config.AudiovisualEncoders;
import lamina.config.GarmentsAndVoices;
import lamina.config.MelSpectrogram;
import lamina.config.Patches;

/**
 * How far a linear model gets on the composed data: the figures of the data card. Multinomial
 * logistic regression by averaged stochastic gradient descent, the penalty chosen on validation.
 */
final class LinearFigures {
  private static final int CLASSES = GarmentsAndVoices.CLASSES;

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
    double best = -1;
    double onTest = 0;
    for (double penalty : new double[] {0.3, 0.1, 0.03, 0.01, 0.003, 0.001}) {
      float[][] weights = fit(view.of(train), train.labels(), penalty);
      double score = accuracy(weights, view.of(validation), validation.labels());
      if (score > best) {
        best = score;
        onTest = accuracy(weights, view.of(test), test.labels());
      }
    }
    System.out.printf("%-10s  test accuracy %.1f %%%n", name, 100 * onTest);
  }

  private static float[][] fit(IntFunction<float[]> inputs, int[] labels, double penalty) {
    int features = inputs.apply(0).length;
    float[][] weights = new float[CLASSES][features + 1];
    float[][] average = new float[CLASSES][features + 1];
    SplittableRandom random = new SplittableRandom(1);
    int steps = 20 * labels.length;
    for (int step = 0; step < steps; step++) {
      int i = random.nextInt(labels.length);
      float[] x = inputs.apply(i);
      double[] p = probabilities(weights, x);
      double rate = 0.002 / (1 + 4.0 * step / steps);
      for (int c = 0; c < CLASSES; c++) {
        float gradient = (float) (p[c] - (c == labels[i] ? 1 : 0));
        float shrink = (float) (1 - rate * penalty);
        for (int f = 0; f < features; f++) {
          weights[c][f] = weights[c][f] * shrink - (float) rate * gradient * x[f];
        }
        weights[c][features] -= (float) rate * gradient;
        if (step >= steps / 2 && step % 16 == 0) {
          for (int f = 0; f <= features; f++) {
            average[c][f] += weights[c][f];
          }
        }
      }
    }
    return average;
  }

  private static double[] probabilities(float[][] weights, float[] x) {
    double[] p = new double[CLASSES];
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < CLASSES; c++) {
      p[c] = weights[c][x.length];
      for (int f = 0; f < x.length; f++) {
        p[c] += weights[c][f] * x[f];
      }
      max = Math.max(max, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      p[c] = Math.exp(p[c] - max);
      sum += p[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private static double accuracy(float[][] weights, IntFunction<float[]> inputs, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] p = probabilities(weights, inputs.apply(i));
      int arg = 0;
      for (int c = 1; c < CLASSES; c++) {
        arg = p[c] > p[arg] ? c : arg;
      }
      right += arg == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
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
