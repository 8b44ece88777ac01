package lamina.task.moments;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lamina.config.Detector;
import lamina.config.MaskedAttention;
import lamina.config.MomentDetr;
import lamina.mask.MaskFusion;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruth.Window;
import lamina.metric.moments.Prediction;
import lamina.metric.moments.Prediction.ScoredWindow;
import lamina.model.Declaration;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.detector.MomentDetector;
import lamina.model.detector.MomentInput;
import lamina.model.detector.MomentOutput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DegenerateInputsTest {
  static Stream<Detector> detectors() {
    return Stream.of(
        Given.qdDetr(MaskedAttention.CROSS_ATTENTION),
        Given.qdDetr(MaskedAttention.SELF_ATTENTION),
        new MomentDetr(4, 2));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void oneVideoOfOneClipAndAQueryOfOneWord(Detector detector) {
    check(detector, new int[] {1}, new int[] {1}, Given.truth(1, List.of(new Window(0, 2)), 4));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void noRelevantClipInTheWholeBatch(Detector detector) {
    GroundTruth none = Given.truth(5, List.of(), 0);
    check(detector, new int[] {5, 5}, new int[] {3, 2}, none, none);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void allClipsEquallySalient(Detector detector) {
    GroundTruth all = Given.truth(5, List.of(new Window(0, 10)), 3);
    check(detector, new int[] {5}, new int[] {3}, all);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aWindowOfLengthZero(Detector detector) {
    GroundTruth point =
        new GroundTruth(1, "q", 10, "v", List.of(new Window(4, 4)), List.of(), List.of());
    check(detector, new int[] {5}, new int[] {3}, point);
  }

  private static void check(Detector detector, int[] clips, int[] words, GroundTruth... truths) {
    Declaration declaration = new Declaration();
    MomentDetector model =
        MomentDetector.of(declaration, detector, Given.config(Given.mask(MaskFusion.MULTIPLY)));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declaration, 1, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      MomentInput input = Given.input(pass.manager(), clips, words);
      List<Targets> targets = new ArrayList<>();
      for (int i = 0; i < truths.length; i++) {
        targets.add(Targets.of(truths[i], clips[i], new SplittableRandom(i)));
      }
      MomentOutput output = model.forward(pass, input, true);
      assertThat(output.negativeSaliency() == null)
          .isEqualTo(truths.length == 1 || detector instanceof MomentDetr);
      assertThat(Loss.of(pass, output, input.clips(), targets).getFloat()).isFinite();
      Example example = new Example(input, clips, List.of(truths));
      List<Prediction> predictions = Decoding.of(output, example);
      for (int i = 0; i < predictions.size(); i++) {
        Prediction prediction = predictions.get(i);
        assertThat(prediction.windows()).hasSize(4).allMatch(DegenerateInputsTest::inside);
        assertThat(prediction.saliency()).hasSize(clips[i]).allMatch(Double::isFinite);
      }
      assertThat(gradient(manager, model, parameters, clips, words, targets))
          .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }
  }

  private static float[] gradient(
      NDManager manager,
      MomentDetector model,
      Parameters parameters,
      int[] clips,
      int[] words,
      List<Targets> targets) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      MomentInput input = Given.input(pass.manager(), clips, words);
      MomentOutput output = model.forward(pass, input, true);
      pass.backward(Loss.of(pass, output, input.clips(), targets));
    }
    try (NDArray gradient = parameters.flat().getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static boolean inside(ScoredWindow window) {
    return window.start() >= 0 && window.end() <= 150 && window.start() % 2 == 0;
  }
}
