package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Kind;
import lamina.config.Normalisation;
import lamina.config.OwnMask;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.cost.Cost;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mask.LayerChoice;
import lamina.mask.OnLayers;
import lamina.mechanism.Buildable;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import lamina.training.own.TrialClasses;
import lamina.zoo.Alibi;
import lamina.zoo.BottleneckFusion;
import lamina.zoo.CogAttention;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mechanisms of Lamina's that users wrote again, against those: bit for bit. */
class OwnTwinTest {
  private static final int BATCH = 3;
  private static final List<Kind> TOKENS =
      List.of(new Kind("class", 1), new Kind("image", 7), new Kind("audio", 5));

  @TempDir static Path home;
  @TempDir Path temporary;
  private static DataFolder data;

  @BeforeAll
  static void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(home);
  }

  static Stream<Arguments> twins() {
    return Stream.of(
        twin("MyAlibi", Map.of(), new Alibi()),
        twin("MyCog", Map.of("keepEnds", false), new CogAttention(false)),
        twin("MyCog", Map.of(), new CogAttention(true)),
        twin("MyBottleneck", Map.of("fusionLayer", 1), new BottleneckFusion(4, 1, false)),
        twin(
            "MyBottleneck",
            Map.of("bottlenecks", 2, "fusionLayer", 0, "shareEncoder", true),
            new BottleneckFusion(2, 0, true)));
  }

  private static Arguments twin(String name, Map<String, ?> values, AttentionMask twin) {
    return Arguments.of(name, values, twin);
  }

  /** What an encoder gives, its tensors' names, and the gradients of all of them and the input. */
  private record Result(List<String> tensors, float[] values, float[] input, float[] gradient) {}

  @ParameterizedTest
  @MethodSource("twins")
  void theOutputsAndGradientsAreTheTwins(String name, Map<String, ?> values, AttentionMask twin) {
    for (Normalisation normalisation : Normalisation.values()) {
      Transformer backbone = new Transformer(3, 2, 16, 32, 0.2, Activation.GELU, normalisation);
      Result expected = run(backbone, twin);
      try (TrialClasses classes = TrialClasses.of(List.of(Own.code(name)))) {
        OwnMask own = Own.mask(name, values);
        assertThat(own.traits()).isEqualTo(twin.traits());
        assertThat(run(backbone, own)).usingRecursiveComparison().isEqualTo(expected);
      }
    }
  }

  private static Result run(Transformer backbone, AttentionMask mask) {
    Declaration declaration = new Declaration();
    Encoder encoder =
        new Encoder(declaration, backbone, mask, Place.of("the test's encoder", TOKENS, true));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters =
            Parameters.initial(declaration, Frozen.initial(declaration, 3, manager), 3, manager)) {
      Shape shape = new Shape(BATCH, TOKENS.stream().mapToInt(Kind::tokens).sum(), 16);
      NDArray x = uniform(manager, 1, shape);
      NDArray weights = uniform(manager, 2, shape);
      x.setRequiresGradient(true);
      Engine.getInstance().setRandomSeed(5);
      float[] output;
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        NDArray y =
            encoder.forward(
                pass, new Tokens(x, null), null, Visible.ALL, new Kinds(TOKENS, TOKENS));
        output = y.toFloatArray();
        pass.backward(y.mul(weights).sum());
      }
      return new Result(
          declaration.tensors().stream().map(Declaration.Tensor::name).toList(),
          output,
          x.getGradient().toFloatArray(),
          parameters.flat().getGradient().toFloatArray());
    }
  }

  private static NDArray uniform(NDManager manager, long seed, Shape shape) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return manager.create(values, shape);
  }

  @ParameterizedTest
  @MethodSource("twins")
  void aTrialEndsInTheTwinsBits(String name, Map<String, ?> values, AttentionMask twin)
      throws IOException {
    assertSameBits(Own.mask(name, values), twin, name);
  }

  @Test
  void aWrappedOneEndsInTheTwinsBits() throws IOException {
    LayerChoice some = LayerChoice.every(2);
    OwnMask own = Own.mask("MyAlibi", Map.of());
    try (TrialClasses classes = TrialClasses.of(List.of(Own.code("MyAlibi")))) {
      assertSameBits(new OnLayers(own, some), new OnLayers(new Alibi(), some), "MyAlibi");
    }
  }

  private void assertSameBits(AttentionMask own, AttentionMask twin, String name)
      throws IOException {
    Trial expected = trial(twin);
    Trial trial = trial(own);
    TrialDesk desk = Own.desk(data);
    desk.take(Own.assignment(temporary, expected));
    desk.take(Own.assignment(temporary, trial, Own.code(name)));
    RunFolder theirs = SmallTrial.folder(temporary, expected);
    RunFolder its = SmallTrial.folder(temporary, trial);
    assertThat(Outcome.fromJson(Files.readString(its.outcome())))
        .isInstanceOf(Outcome.Completed.class);
    for (Path file : List.of(theirs.parameters(), theirs.metrics(), theirs.outcome())) {
      assertThat(its.path().resolve(file.getFileName())).hasSameBinaryContentAs(file);
    }
    assertThat(its.mechanism().resolve(name + ".java")).hasContent(Own.source(name).text());
    assertThat(Files.readString(its.trial())).isEqualTo(trial.toJson());
    try (TrialClasses classes = TrialClasses.of(List.of(Own.code(name)))) {
      assertThat(Cost.ofMask(trial.experiment())).isEqualTo(Cost.ofMask(expected.experiment()));
      assertThat(Buildable.of(own).kind()).isEqualTo(own.kind());
    }
  }

  private static Trial trial(AttentionMask mask) {
    Trial small = SmallTrial.of(SmallTrial.NONE, 2, 1e-3, 0);
    var experiment = small.experiment();
    return Trial.of(experiment.withBackbone(experiment.backbone().withLayers(3)).with(mask), 0);
  }
}
