package lamina.task.moments;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import lamina.config.Detector;
import lamina.config.MaskFusion;
import lamina.config.MaskedAttention;
import lamina.config.MomentDetr;
import lamina.config.NoMask;
import lamina.config.StaticMask;
import lamina.model.Declaration;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.detector.DetectorConfig;
import lamina.model.detector.MomentDetector;
import lamina.model.detector.MomentOutput;
import lamina.model.detector.Proposals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every detector, with the mask in each of its places. */
class DetectorGradientTest {
  private static final int[] CLIPS = {6, 4, 1};
  private static final int[] WORDS = {3, 1, 2};

  /** An edge of a ReLU near by spoils the difference at one step, a wrong gradient at every one. */
  private static final double[] STEPS = {1e-3, 3e-4, 1e-4, 3e-5};

  private record Case(Detector detector, DetectorConfig config) {}

  private static final Map<String, Case> CASES = cases();

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put(
        "QD-DETR",
        new Case(Given.qdDetr(MaskedAttention.CROSS_ATTENTION), Given.config(new NoMask())));
    cases.put("Moment-DETR", new Case(new MomentDetr(4, 2), Given.config(new NoMask())));
    for (MaskedAttention where : MaskedAttention.values()) {
      cases.put(
          "QD-DETR " + where + " static",
          new Case(Given.qdDetr(where), Given.config(new StaticMask(MaskFusion.MULTIPLY))));
    }
    cases.put(
        "Moment-DETR static",
        new Case(new MomentDetr(4, 2), Given.config(new StaticMask(MaskFusion.ADD))));
    for (MaskFusion fusion : MaskFusion.values()) {
      DetectorConfig masked = Given.config(Given.mask(fusion));
      for (MaskedAttention where : MaskedAttention.values()) {
        cases.put("QD-DETR " + where + " " + fusion, new Case(Given.qdDetr(where), masked));
      }
      cases.put("Moment-DETR " + fusion, new Case(new MomentDetr(4, 2), masked));
    }
    return cases;
  }

  static Set<String> names() {
    return CASES.keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theGradientIsThatOfFiniteDifferencesAfterACollection(String name) {
    Case given = CASES.get(name);
    Declaration declaration = new Declaration();
    MomentDetector model = MomentDetector.of(declaration, given.detector(), given.config());
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declaration, 12, manager)) {
      shake(parameters);
      float[] gradient = gradient(manager, model, parameters);
      double norm = Math.sqrt(dot(gradient, gradient));
      assertThat(norm).isGreaterThan(0.1);
      float[] at = parameters.values();
      for (float[] direction : directions(gradient, norm)) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double step : STEPS) {
          double above = loss(manager, model, moved(parameters, at, direction, step));
          double below = loss(manager, model, moved(parameters, at, direction, -step));
          double error = dot(gradient, direction) - (above - below) / (2 * step);
          nearest = Math.min(nearest, Math.abs(error));
        }
        assertThat(nearest).isLessThan(0.01 * norm);
      }
    }
  }

  /** Moves what starts at zero, where LayerNorm is too steep for differences. */
  private static void shake(Parameters parameters) {
    float[] values = parameters.values();
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (0.4 * (random.nextDouble() - 0.5));
    }
    parameters.set(values);
  }

  private static List<float[]> directions(float[] gradient, double norm) {
    SplittableRandom random = new SplittableRandom(6);
    List<float[]> directions = new ArrayList<>();
    float[] along = gradient.clone();
    for (int i = 0; i < along.length; i++) {
      along[i] /= (float) norm;
    }
    directions.add(along);
    for (int round = 0; round < 4; round++) {
      float[] any = new float[gradient.length];
      for (int i = 0; i < any.length; i++) {
        any[i] = (float) ((random.nextBoolean() ? 1 : -1) / Math.sqrt(any.length));
      }
      directions.add(any);
    }
    return directions;
  }

  private static Parameters moved(Parameters parameters, float[] from, float[] by, double step) {
    float[] values = from.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (step * by[i]);
    }
    parameters.set(values);
    return parameters;
  }

  private static float[] gradient(NDManager manager, MomentDetector model, Parameters parameters) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray loss = loss(pass, model);
      System.gc();
      pass.backward(loss);
    }
    try (NDArray gradient = parameters.flat().getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static double loss(NDManager manager, MomentDetector model, Parameters parameters) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      return loss(pass, model).getFloat();
    }
  }

  /**
   * All outputs, weighted at random: the loss itself has edges, and is held to the official one.
   */
  private static NDArray loss(Pass pass, MomentDetector model) {
    MomentOutput output = model.forward(pass, Given.input(pass.manager(), CLIPS, WORDS), true);
    SplittableRandom random = new SplittableRandom(2);
    NDArray sum = weighted(output.saliency(), random);
    if (output.negativeSaliency() != null) {
      sum = sum.add(weighted(output.negativeSaliency(), random));
    }
    for (Proposals layer : output.layers()) {
      sum = sum.add(weighted(layer.logits(), random)).add(weighted(layer.spans(), random));
    }
    return sum;
  }

  private static NDArray weighted(NDArray values, SplittableRandom random) {
    float[] weights = new float[Math.toIntExact(values.size())];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values.mul(values.getManager().create(weights, values.getShape())).sum();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
