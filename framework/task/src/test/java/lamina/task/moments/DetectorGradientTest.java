package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import lamina.config.Detector;
import lamina.config.MaskedAttention;
import lamina.config.MomentDetr;
import lamina.mask.MaskFusion;
import lamina.mask.NoMask;
import lamina.mask.StaticMask;
import lamina.model.Declaration;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.detector.DetectorConfig;
import lamina.model.detector.MomentDetector;
import lamina.model.detector.MomentOutput;
import lamina.model.detector.Proposals;
import lamina.task.LossGradient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every detector, with the mask in each of its places. */
class DetectorGradientTest {
  private static final int[] CLIPS = {6, 4, 1};
  private static final int[] WORDS = {3, 1, 2};

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
      LossGradient.check(manager, parameters, pass -> loss(pass, model));
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
}
