package lamina.training;

import java.util.Map;
import lamina.config.AudiovisualEncoders;
import lamina.config.Classification;
import lamina.config.Trial;
import lamina.config.border.Safetensors.Tensor;
import lamina.data.DataFolder;
import lamina.data.Examples;
import lamina.data.Split;

/**
 * The first layer's mask of depth 1, written out in loops: M = LN(embedded tokens) Wᵀ + b, with the
 * class token in front.
 */
final class FirstMask {
  private static final String NORM = "encoder.layer-0.attention-norm.";
  private static final String MASK = "encoder.mask.layer-0.last.";
  private static final double EPSILON = 1e-5;

  private final Map<String, Tensor> tensors;

  private FirstMask(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** (N, N) row by row. */
  static float[] of(Map<String, Tensor> tensors, DataFolder data, Trial trial, int example) {
    Examples all =
        Examples.of(
            ((Classification) trial.experiment().task()).data(),
            (AudiovisualEncoders) trial.experiment().encoders(),
            Split.TEST,
            data);
    FirstMask hand = new FirstMask(tensors);
    int n = 1 + all.imageTokens() + all.audioTokens();
    float[] mask = new float[n * n];
    for (int token = 0; token < n; token++) {
      double[] x = hand.normed(hand.embedded(all, example, token));
      for (int column = 0; column < n; column++) {
        mask[token * n + column] =
            (float) (hand.dot(MASK + "weight", column, x) + hand.at(MASK + "bias", column));
      }
    }
    return mask;
  }

  private double[] embedded(Examples all, int example, int token) {
    if (token == 0) {
      return row("class-token", 0);
    }
    return token <= all.imageTokens()
        ? embedded("image.", all.image(), all.imageTokens(), all.count(), example, token - 1)
        : embedded(
            "audio.",
            all.audio(),
            all.audioTokens(),
            all.count(),
            example,
            token - 1 - all.imageTokens());
  }

  private double[] embedded(
      String modality, float[] values, int tokens, int count, int example, int token) {
    int features = values.length / count / tokens;
    double[] x = new double[features];
    for (int i = 0; i < features; i++) {
      x[i] = values[(example * tokens + token) * features + i];
    }
    double[] position = row(modality + "positions", token);
    for (int i = 0; i < position.length; i++) {
      position[i] +=
          dot(modality + "projection.weight", i, x)
              + at(modality + "projection.bias", i)
              + at(modality + "modality", i);
    }
    return position;
  }

  private double[] normed(double[] x) {
    double mean = java.util.Arrays.stream(x).average().orElseThrow();
    double variance =
        java.util.Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] normed = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      normed[i] =
          (x[i] - mean) / Math.sqrt(variance + EPSILON) * at(NORM + "gain", i)
              + at(NORM + "offset", i);
    }
    return normed;
  }

  private double dot(String matrix, int row, double[] x) {
    double[] weights = row(matrix, row);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weights[i] * x[i];
    }
    return sum;
  }

  private double at(String tensor, int index) {
    return tensors.get(tensor).values()[index];
  }

  private double[] row(String tensor, int row) {
    Tensor matrix = tensors.get(tensor);
    int width = (int) matrix.shape()[matrix.shape().length - 1];
    double[] values = new double[width];
    for (int i = 0; i < width; i++) {
      values[i] = matrix.values()[row * width + i];
    }
    return values;
  }
}
