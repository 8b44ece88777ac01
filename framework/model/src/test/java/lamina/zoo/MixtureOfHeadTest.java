package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.Kind;
import lamina.config.Normalisation;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mask.LayerChoice;
import lamina.mask.NoMask;
import lamina.mask.OnLayers;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.LayerSides;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Given;
import lamina.model.Linear;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.Term;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.HeadProjections;
import lamina.model.attention.Heads;
import lamina.model.attention.Kinds;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** MoH against the official code's values and gradients. */
class MixtureOfHeadTest {
  private static final String ROUTER = "mask.layer-0.";
  private static final Map<String, String> NAMES =
      Map.of(
          "wqkv", "qkv.weight",
          "bqkv", "qkv.bias",
          "wproj", "out.weight",
          "bproj", "out.bias",
          "wg", ROUTER + "routed.weight",
          "wg_0", ROUTER + "between.weight",
          "wg_1", ROUTER + "shared.weight");

  /** Any number of heads of any width. */
  private record AnyHeads(Linear qkv, Linear out, int heads) implements HeadProjections {
    AnyHeads(Declaration declare, int width, int heads, int headWidth) {
      this(
          new Linear(declare.in("qkv"), width, 3 * heads * headWidth),
          new Linear(declare.in("out"), heads * headWidth, width),
          heads);
    }

    @Override
    public Projected project(Pass pass, NDArray x, NDArray y, NDArray v) {
      NDList parts = qkv.forward(pass, x).split(3, 2);
      return new Projected(
          Heads.split(parts.get(0), heads),
          Heads.split(parts.get(1), heads),
          Heads.split(parts.get(2), heads));
    }

    @Override
    public NDArray join(Pass pass, NDArray perHead) {
      return out.forward(pass, Heads.join(perHead));
    }
  }

  static Stream<Arguments> cases() throws IOException {
    return ZooFixture.cases("mixture-of-head")
        .flatMap(
            fixture ->
                Stream.of("materialised", "chunked", "fused")
                    .map(form -> Arguments.of(fixture, form)));
  }

  private static Function<Steps, Attention> form(String name, ZooFixture fixture) {
    long ofARow = (long) fixture.examples() * fixture.heads() * fixture.tokens();
    return switch (name) {
      case "chunked" ->
          steps -> new ChunkedAttention(new MaterialisedAttention(steps, 0), 2 * ofARow);
      case "fused" -> steps -> AttentionForm.FUSED.attention(steps, 0);
      default -> steps -> new MaterialisedAttention(steps, 0);
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheOfficialCodes(ZooFixture fixture, String form) {
    int width = fixture.width();
    int shared = fixture.size("shared_heads");
    MixtureOfHead mask = new MixtureOfHead(shared, fixture.size("routed_selected"), 1);
    Transformer backbone = backbone(1, 2, width);
    Site site =
        Site.of(fixture.place(), backbone, EncoderStyle.of(backbone), mask.traits())
            .with(form(form, fixture));
    Declaration declare = new Declaration();
    MixtureOfHead.Mixture mixture = mask.mixture(declare.in("mask"), site, fixture.heads());
    AnyHeads heads = new AnyHeads(declare, width, fixture.heads(), fixture.size("head_dim"));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declare, 0, manager)) {
      Map<String, float[]> values = new HashMap<>();
      fixture.parameters().forEach(name -> values.put(NAMES.get(name), fixture.values(name)));
      assertThat(values).hasSameSizeAs(declare.tensors());
      Named.set(parameters, values);
      NDArray x = fixture.array(manager, "x");
      x.setRequiresGradient(true);
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        Sequence read =
            new Sequence(
                new Tokens(x, null), null, fixture.visible(manager), Kinds.of(fixture.place()));
        NDArray output = mixture.attention(pass, 0, LayerSides.NONE, heads, read);
        MixtureOfHead.Routing routing = mixture.routing(pass, 0, x);
        fixture.assertClose("output", output.toFloatArray());
        fixture.assertClose("gates", routing.gates().toFloatArray());
        fixture.assertClose("selected", routing.chosen().toFloatArray());
        assertThat(pass.terms()).extracting(Term::name).containsExactly("balance");
        fixture.assertClose("balance", pass.terms().get(0).value().toFloatArray());
        NDArray weights = fixture.lossWeights(pass.manager(), output.getShape());
        NDArray loss = pass.objective(output.mul(weights).sum());
        fixture.assertLoss(loss.getFloat());
        pass.backward(loss);
      }
      fixture.assertGradient("x", x.getGradient().toFloatArray());
      Map<String, float[]> gradients = Named.gradients(parameters);
      fixture
          .parameters()
          .forEach(name -> fixture.assertGradient(name, gradients.get(NAMES.get(name))));
    }
  }

  private static Transformer backbone(int layers, int heads, int width) {
    return new Transformer(layers, heads, width, 8, 0, Activation.GELU, Normalisation.PRE);
  }

  private static int size(AttentionMask mask, Transformer backbone) {
    Declaration declare = new Declaration();
    new Encoder(declare, backbone, mask, Given.TOKENS);
    return declare.size();
  }

  @Test
  void parametersAreThoseOfTheLinearMaps() {
    Transformer backbone = backbone(3, 8, 16);
    int plain = size(new NoMask(), backbone);
    assertThat(size(new MixtureOfHead(2, 3, 0), backbone) - plain).isEqualTo(3 * 16 * (6 + 2 + 2));
    assertThat(size(new MixtureOfHead(1, 3, 0), backbone) - plain).isEqualTo(3 * 16 * (7 + 2));
    assertThat(size(new MixtureOfHead(0, 3, 0), backbone) - plain).isEqualTo(3 * 16 * 8);
    assertThat(size(new MixtureOfHead(8, 0, 0), backbone) - plain).isEqualTo(3 * 16 * 8);
  }

  @Test
  void productsAreThoseOfTheLinearMapsAndTheGates() {
    Transformer backbone = backbone(3, 8, 16);
    Site site =
        Site.of(
            Encoder.alone(5),
            backbone,
            EncoderStyle.of(backbone),
            new MixtureOfHead(2, 3, 0).traits());
    assertThat(new MixtureOfHead(2, 3, 0).macs(site))
        .isEqualTo(OptionalLong.of(3 * (5 * 16 * (6 + 2 + 2) + 5 * 16)));
    assertThat(new MixtureOfHead(8, 0, 0).macs(site))
        .isEqualTo(OptionalLong.of(3 * (5 * 16 * 8 + 5 * 16)));
  }

  @Test
  void countsMustFitTheHeads() {
    Transformer four = backbone(1, 4, 8);
    refused(new MixtureOfHead(5, 0, 0), four, "mask.shared must be from 0 to 4, got 5");
    refused(new MixtureOfHead(2, 3, 0), four, "mask.routed must be from 1 to 2, got 3");
    refused(new MixtureOfHead(2, 0, 0), four, "mask.routed must be from 1 to 2, got 0");
    refused(new MixtureOfHead(4, 1, 0), four, "mask.routed must be from 0 to 0, got 1");
    assertThatThrownBy(() -> new MixtureOfHead(-1, 1, 0)).hasMessageContaining("mask.shared");
    assertThatThrownBy(() -> new MixtureOfHead(1, -1, 0)).hasMessageContaining("mask.routed");
    new MixtureOfHead(2, 2, 0).requireFit(Encoder.alone(5), four);
    new MixtureOfHead(4, 0, 0).requireFit(Encoder.alone(5), four);
  }

  private static void refused(MixtureOfHead mask, Transformer backbone, String why) {
    assertThatThrownBy(() -> mask.requireFit(Encoder.alone(5), backbone))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }

  @Test
  void isReadAsItIsWritten() {
    AttentionMask mask = new MixtureOfHead(2, 3, 0.01);
    String written = "{\"kind\":\"mixture-of-head\",\"shared\":2,\"routed\":3,\"balance\":0.01}";
    assertThat(Json.line(mask)).isEqualTo(written);
    assertThat(Json.read(written, AttentionMask.class)).isEqualTo(mask);
  }

  @Test
  void allHeadsOnUnderARouterThatKnowsNothingArePlainAttention() {
    Transformer backbone = backbone(2, 4, 8);
    for (MixtureOfHead mask :
        List.of(
            new MixtureOfHead(2, 2, 0), new MixtureOfHead(0, 4, 0), new MixtureOfHead(4, 0, 0))) {
      assertThat(values(backbone, mask, true))
          .containsExactly(values(backbone, new NoMask(), true), within(1e-6f));
    }
  }

  private static float[] values(Transformer backbone, AttentionMask mask, boolean silent) {
    Declaration declare = new Declaration();
    Encoder encoder = new Encoder(declare, backbone, mask, Given.TOKENS);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declare, 3, manager)) {
      if (silent) {
        Map<String, float[]> zeros = new HashMap<>();
        declare.tensors().stream()
            .filter(tensor -> tensor.name().startsWith("mask."))
            .forEach(tensor -> zeros.put(tensor.name(), new float[tensor.size()]));
        Named.set(parameters, zeros);
      }
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        NDArray x = Given.uniform(manager, 1, 2, Given.TOKENS, 8);
        return encoder.forward(pass, x, Visible.ALL).toFloatArray();
      }
    }
  }

  @Test
  void theTermIsAMeanOverTheLayersThatHaveARouter() {
    Transformer backbone = backbone(4, 4, 8);
    assertThat(terms(backbone, new MixtureOfHead(1, 2, 0.01), false))
        .hasSize(4)
        .allSatisfy(term -> assertThat(term.weight()).isEqualTo(0.0025));
    assertThat(
            terms(
                backbone, new OnLayers(new MixtureOfHead(1, 2, 0.01), LayerChoice.every(2)), false))
        .hasSize(2)
        .allSatisfy(term -> assertThat(term.weight()).isEqualTo(0.005));
    assertThat(terms(backbone, new MixtureOfHead(1, 2, 0.01), true)).isEmpty();
    assertThat(terms(backbone, new MixtureOfHead(4, 0, 0.01), false)).isEmpty();
  }

  private static List<Term> terms(Transformer backbone, AttentionMask mask, boolean quietly) {
    Declaration declare = new Declaration();
    Encoder encoder = new Encoder(declare, backbone, mask, Given.TOKENS);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declare, 3, manager);
        Pass pass = Pass.training(manager, parameters)) {
      NDArray x = Given.uniform(manager, 1, 2, Given.TOKENS, 8);
      if (quietly) {
        pass.quietly(() -> encoder.forward(pass, x, Visible.ALL));
      } else {
        encoder.forward(pass, x, Visible.ALL);
      }
      return pass.terms();
    }
  }

  @Test
  void crossAttentionIsRoutedByWhatAttendsAndCountsAllOfIt() {
    Transformer backbone = backbone(1, 4, 8);
    Place place =
        new Place(
            "a test",
            List.of(new Kind("video", 5)),
            List.of(new Kind("text", 3)),
            false,
            true,
            Place.Pairs.SEEN,
            true);
    Declaration declare = new Declaration();
    Encoder encoder = new Encoder(declare, backbone, new MixtureOfHead(1, 2, 1), place);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declare, 3, manager)) {
      NDArray x = Given.uniform(manager, 1, 2, 5, 8);
      float[] some = new float[2];
      for (int seen = 1; seen <= 2; seen++) {
        try (Pass pass = Pass.training(manager, parameters)) {
          NDArray y = Given.uniform(manager, 2, 2, 3, 8);
          NDArray keys =
              manager.create(
                  new boolean[] {true, seen > 1, false, true, false, false}, new Shape(2, 3));
          encoder.forward(
              pass, new Tokens(x, null), new Tokens(y, null), Visible.keys(keys), Kinds.of(place));
          some[seen - 1] = pass.terms().get(0).value().getFloat();
        }
      }
      assertThat(some[0]).isEqualTo(some[1]).isPositive();
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Declaration declare = new Declaration();
    Encoder encoder =
        new Encoder(declare, backbone(2, 4, 8), new MixtureOfHead(2, 1, 0.1), Given.TOKENS);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declare, 3, manager)) {
      NDArray x = Given.uniform(manager, 1, 2, Given.TOKENS, 8);
      FiniteDifferences.check(
          manager,
          parameters,
          pass -> encoder.forward(pass, pass.zeros(x.getShape()).add(x), Visible.ALL));
    }
  }
}
