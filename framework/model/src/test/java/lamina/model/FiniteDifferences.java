package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compares gradients, computed after a garbage collection, with finite differences. */
public final class FiniteDifferences {
  private static final double STEP = 2e-3;

  private FiniteDifferences() {}

  /** Of a weighted sum of what a model gives, in every tensor that is trained. */
  public static void check(
      NDManager manager, Parameters parameters, Function<Pass, NDArray> model) {
    shake(parameters);
    float[] weights = new float[values(manager, parameters, model).length];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (2 * random.nextDouble() - 1);
    }
    float[] gradient = gradient(manager, parameters, model, weights);
    double norm = Floats.length(gradient);
    assertThat(norm).isGreaterThan(0.1);
    float[] at = parameters.values();
    directions(parameters, gradient, norm)
        .forEach(
            (name, direction) -> {
              double above = loss(manager, moved(parameters, at, direction, STEP), model, weights);
              double below = loss(manager, moved(parameters, at, direction, -STEP), model, weights);
              assertThat(Floats.dot(gradient, direction))
                  .as(name)
                  .isCloseTo((above - below) / (2 * STEP), within(0.004 * norm));
            });
    parameters.set(at);
  }

  /** Moves identity starts off their zeros, where parts of the gradient vanish. */
  private static void shake(Parameters parameters) {
    float[] values = parameters.values();
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (0.2 * (random.nextDouble() - 0.5));
    }
    parameters.set(values);
  }

  /** The gradient itself, each tensor's part of it, and random directions; all of length 1. */
  private static Map<String, float[]> directions(
      Parameters parameters, float[] gradient, double norm) {
    Map<String, float[]> directions = new LinkedHashMap<>();
    directions.put("all", scaled(gradient, 1 / norm));
    int from = 0;
    for (Declaration.Tensor tensor : parameters.tensors()) {
      float[] part = new float[gradient.length];
      SplittableRandom random = new SplittableRandom(from);
      for (int i = from; i < from + tensor.size(); i++) {
        part[i] = (float) (2 * random.nextDouble() - 1);
      }
      directions.put(tensor.name(), scaled(part, 1 / Floats.length(part)));
      from += tensor.size();
    }
    return directions;
  }

  private static float[] gradient(
      NDManager manager, Parameters parameters, Function<Pass, NDArray> model, float[] weights) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray output = model.apply(pass);
      NDArray weighted = pass.manager().create(weights, output.getShape());
      NDArray loss = output.mul(weighted).sum();
      collectGarbage();
      pass.backward(loss);
    }
    try (NDArray gradient = parameters.flat().getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static double loss(
      NDManager manager, Parameters parameters, Function<Pass, NDArray> model, float[] weights) {
    return Floats.dot(values(manager, parameters, model), weights);
  }

  private static float[] values(
      NDManager manager, Parameters parameters, Function<Pass, NDArray> model) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      return model.apply(pass).toFloatArray();
    }
  }

  /** Frees what nobody holds, and writes over the freed memory. */
  private static void collectGarbage() {
    System.gc();
    Stream.generate(() -> ByteBuffer.allocateDirect(4).putFloat(0, 1234f))
        .limit(2000)
        .forEach(ByteBuffer::capacity);
  }

  private static Parameters moved(
      Parameters parameters, float[] at, float[] direction, double step) {
    float[] values = Arrays.copyOf(at, at.length);
    for (int i = 0; i < direction.length; i++) {
      values[i] += (float) (step * direction[i]);
    }
    parameters.set(values);
    return parameters;
  }

  private static float[] scaled(float[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (float) (values[i] * factor);
    }
    return scaled;
  }
}
