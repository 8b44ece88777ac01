package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Json;
import lamina.config.Normalisation;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Floats;
import lamina.model.Given;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all mechanisms of the package must do. */
class ZooTest {
  private static final int TOKENS = 6;
  private static final long FEW_SCORES = 50;

  private static final Function<Steps, Attention> WHOLE =
      steps -> new MaterialisedAttention(steps, 0);
  private static final Function<Steps, Attention> SOME =
      steps -> new ChunkedAttention(new MaterialisedAttention(steps, 0), FEW_SCORES);

  static Stream<AttentionMask> all() {
    return Stream.of(
        new Alibi(),
        new CogAttention(true),
        new CogAttention(false),
        new AdaptivelySparse(AdaptivelySparse.Alpha.LEARNED, 30),
        new AdaptivelySparse(AdaptivelySparse.Alpha.ENTMAX_15, 30),
        new AdaptivelySparse(AdaptivelySparse.Alpha.SPARSEMAX, 30),
        new BottleneckFusion(2, 1, false),
        new MixtureOfHead(1, 1, 0.01),
        new RoutingTransformer(2, 3, 1, 0.9, 0.01, false));
  }

  /** Those that may stand wherever plain attention may. */
  static Stream<AttentionMask> anywhere() {
    return all()
        .filter(
            mask -> !(mask instanceof BottleneckFusion) && !(mask instanceof RoutingTransformer));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isWrittenAndRead(AttentionMask mask) {
    String written = Json.line(mask);
    assertThat(written).contains("\"kind\":\"" + mask.kind() + "\"");
    assertThat(Json.read(written, AttentionMask.class)).isEqualTo(mask);
  }

  @Test
  void allKindsAreHere() {
    assertThat(all().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(new Zoo().kinds());
  }

  /** Those whose values do not jump, so that differences say what gradients are. */
  static Stream<AttentionMask> continuous() {
    return anywhere().filter(mask -> !(mask instanceof CogAttention));
  }

  static Stream<UnaryOperator<Visible>> seen() {
    return Stream.of(UnaryOperator.identity(), Visible::andCausal);
  }

  @ParameterizedTest
  @MethodSource("continuous")
  void gradientsAreFiniteDifferences(AttentionMask mask) {
    seen().forEach(seen -> run(mask, WHOLE, seen, FiniteDifferences::check));
  }

  @ParameterizedTest
  @MethodSource("anywhere")
  void chunksGiveTheSame(AttentionMask mask) {
    seen()
        .forEach(
            seen -> {
              List<float[]> whole = run(mask, WHOLE, seen);
              List<float[]> some = run(mask, SOME, seen);
              for (int i = 0; i < whole.size(); i++) {
                assertThat(Floats.distance(some.get(i), whole.get(i)))
                    .as("%s of %s", i == 0 ? "values" : "gradient " + i, mask)
                    .isLessThan(1e-5);
              }
              assertThat(run(mask, SOME, seen)).containsExactlyElementsOf(some);
            });
  }

  /** An encoder's values, and the gradient of its parameters. */
  private static List<float[]> run(
      AttentionMask mask, Function<Steps, Attention> form, UnaryOperator<Visible> seen) {
    List<float[]> results = new ArrayList<>();
    run(
        mask,
        form,
        seen,
        (manager, parameters, model) -> {
          try (var collector = Engine.getInstance().newGradientCollector();
              Pass pass = Pass.training(manager, parameters)) {
            NDArray values = model.apply(pass);
            results.add(values.toFloatArray());
            NDArray weights = Given.uniform(manager, 9, values.getShape().getShape());
            pass.backward(values.mul(weights).sum());
          }
          results.add(parameters.flat().getGradient().toFloatArray());
        });
    return results;
  }

  /** What is done with a model. */
  private interface Look {
    void at(NDManager manager, Parameters parameters, Function<Pass, NDArray> model);
  }

  private static void run(
      AttentionMask mask, Function<Steps, Attention> form, UnaryOperator<Visible> seen, Look look) {
    Transformer backbone = new Transformer(3, 2, 4, 8, 0, Activation.GELU, Normalisation.PRE);
    Place place = Encoder.alone(TOKENS).padded();
    mask.requireFit(place, backbone);
    Declaration declare = new Declaration();
    UnaryOperator<Site> change = site -> site.with(form);
    Encoder encoder =
        new Encoder(
            declare, declare.in("mask"), backbone, mask, place, EncoderStyle.of(backbone), change);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Given.parameters(declare, 3, manager)) {
      NDArray x = Given.uniform(manager, 5, 2, TOKENS, backbone.width());
      boolean[] real = new boolean[2 * TOKENS];
      for (int i = 0; i < real.length; i++) {
        real[i] = i < TOKENS || i % 4 != 3;
      }
      Visible visible = seen.apply(Visible.keys(manager.create(real, new Shape(2, TOKENS))));
      look.at(manager, parameters, pass -> encoder.forward(pass, x, visible));
    }
  }
}
