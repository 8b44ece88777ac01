package lamina.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Multinomial logistic regression by averaged stochastic gradient descent, the penalty chosen on
 * validation.
 */
final class LogisticRegression {
  private static final double[] PENALTIES = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001};

  private LogisticRegression() {}

  /**
   * Examples with their classes.
   *
   * @param inputs features of an example, by its index
   * @param labels from 0, one an example
   */
  record Labelled(IntFunction<float[]> inputs, int[] labels) {}

  /** Share of the test that is right. */
  static double accuracy(Labelled train, Labelled validation, Labelled test) {
    int classes = Arrays.stream(train.labels()).max().orElseThrow() + 1;
    double best = -1;
    double onTest = 0;
    for (double penalty : PENALTIES) {
      float[][] weights = fit(train, classes, penalty);
      double score = accuracy(weights, validation);
      if (score > best) {
        best = score;
        onTest = accuracy(weights, test);
      }
    }
    return onTest;
  }

  private static float[][] fit(Labelled examples, int classes, double penalty) {
    int[] labels = examples.labels();
    int features = examples.inputs().apply(0).length;
    float[][] weights = new float[classes][features + 1];
    float[][] average = new float[classes][features + 1];
    SplittableRandom random = new SplittableRandom(1);
    int steps = 20 * labels.length;
    for (int step = 0; step < steps; step++) {
      int i = random.nextInt(labels.length);
      float[] x = examples.inputs().apply(i);
      double[] p = probabilities(weights, x);
      double rate = 0.002 / (1 + 4.0 * step / steps);
      for (int c = 0; c < weights.length; c++) {
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
    double[] p = new double[weights.length];
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < weights.length; c++) {
      p[c] = weights[c][x.length];
      for (int f = 0; f < x.length; f++) {
        p[c] += weights[c][f] * x[f];
      }
      max = Math.max(max, p[c]);
    }
    double sum = 0;
    for (int c = 0; c < weights.length; c++) {
      p[c] = Math.exp(p[c] - max);
      sum += p[c];
    }
    for (int c = 0; c < weights.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private static double accuracy(float[][] weights, Labelled examples) {
    int[] labels = examples.labels();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] p = probabilities(weights, examples.inputs().apply(i));
      int arg = 0;
      for (int c = 1; c < weights.length; c++) {
        arg = p[c] > p[arg] ? c : arg;
      }
      right += arg == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }
}
