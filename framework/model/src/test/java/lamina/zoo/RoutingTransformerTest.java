package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.Kind;
import lamina.config.Normalisation;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Site;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Given;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.Term;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.Kinds;
import lamina.model.attention.Side;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import lamina.zoo.RoutingTransformer.PaddingRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The routing transformer against a reimplementation's values, gradients and next means. */
class RoutingTransformerTest {
  private static final String MEANS = "mask.layer-0.means";
  private static final Map<String, String> NAMES =
      Map.of(
          "means", MEANS,
          "memKey", "mask.layer-0.memory-keys",
          "memValue", "mask.layer-0.memory-values");

  static Stream<ZooFixture> cases() throws IOException {
    return ZooFixture.cases("routing-transformer");
  }

  /** One layer's attention with its parameters. */
  private record Subject(RoutingTransformer.Routing routing, Declaration declare) {
    static Subject of(ZooFixture fixture) {
      RoutingTransformer mask = configured(fixture);
      Transformer backbone = backbone(1, fixture.heads(), width(fixture));
      Site site =
          Site.of(
              Encoder.alone(fixture.tokens()), backbone, EncoderStyle.of(backbone), mask.traits());
      Declaration declare = new Declaration();
      return new Subject(mask.routing(declare.in("mask"), site), declare);
    }

    Parameters parameters(ZooFixture fixture, NDManager manager) {
      Parameters parameters = Parameters.initial(declare, 0, manager);
      Map<String, float[]> values = new HashMap<>();
      fixture.parameters().forEach(name -> values.put(NAMES.get(name), fixture.values(name)));
      assertThat(values.keySet()).isEqualTo(Named.values(parameters).keySet());
      Named.set(parameters, values);
      return parameters;
    }

    /** Attended values, in training the step's term and next means. */
    NDArray attend(Pass pass, AttentionInput input) {
      return routing.attend(pass, input);
    }
  }

  private static int width(ZooFixture fixture) {
    return fixture.heads() * fixture.size("headDim");
  }

  private static RoutingTransformer configured(ZooFixture fixture) {
    return new RoutingTransformer(
        fixture.size("clusters"),
        fixture.size("window"),
        fixture.size("memories"),
        fixture.option("emaDecay").orElseThrow().asDouble(),
        fixture.option("commitment").orElseThrow().asDouble(),
        fixture.option("sharedQk").map(JsonNode::asBoolean).orElse(false),
        fixture.option("paddingRule").isPresent() ? PaddingRule.VISIBLE : PaddingRule.ORIGINAL);
  }

  private static Map<String, NDArray> inputs(ZooFixture fixture, NDManager manager) {
    Map<String, NDArray> inputs = new HashMap<>();
    for (String name : fixture.inputs()) {
      inputs.put(name, fixture.array(manager, name));
      inputs.get(name).setRequiresGradient(true);
    }
    return inputs;
  }

  private static AttentionInput input(
      ZooFixture fixture, Map<String, NDArray> inputs, NDManager manager) {
    NDArray q = inputs.get("q");
    return new AttentionInput(
        q,
        inputs.getOrDefault("k", q),
        inputs.get("v"),
        Side.NONE,
        fixture.visible(manager),
        Kinds.UNKNOWN,
        0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheReimplementations(ZooFixture fixture) {
    Subject subject = Subject.of(fixture);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = subject.parameters(fixture, manager)) {
      float[] before = parameters.values();
      Map<String, NDArray> inputs = inputs(fixture, manager);
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        AttentionInput input = input(fixture, inputs, manager);
        NDArray output = output(fixture, subject, pass, input);
        NDArray commitment = subject.routing().step(pass, input).commitment();
        fixture.assertClose("output", output.toFloatArray());
        fixture.assertClose("auxLoss", commitment.toFloatArray());
        NDArray weights = fixture.lossWeights(pass.manager(), output.getShape());
        NDArray loss = pass.objective(output.mul(weights).sum());
        if (fixture.training()) {
          assertThat(pass.terms()).extracting(Term::name).containsExactly("commitment");
        } else {
          loss = loss.add(commitment);
        }
        fixture.assertLoss(loss.getFloat());
        pass.backward(loss);
      }
      inputs.forEach(
          (name, array) -> fixture.assertGradient(name, array.getGradient().toFloatArray()));
      if (!subject.declare().tensors().isEmpty()) {
        Map<String, float[]> gradients = Named.gradients(parameters);
        gradients.forEach(
            (tensor, gradient) -> fixture.assertGradient(parameter(tensor), gradient));
      }
      assertThat(parameters.values()).as("before the optimizer's step").isEqualTo(before);
      parameters.takeOver();
      if (fixture.training()) {
        fixture.assertClose("meansAfter", Named.values(parameters).get(MEANS));
      } else {
        assertThat(parameters.values()).isEqualTo(before);
      }
    }
  }

  /** A case of an evaluation has gradients nonetheless. */
  private static NDArray output(
      ZooFixture fixture, Subject subject, Pass pass, AttentionInput input) {
    return fixture.training()
        ? subject.attend(pass, input)
        : pass.quietly(() -> subject.attend(pass, input));
  }

  private static String parameter(String tensor) {
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().equals(tensor))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void clustersHaveTheReimplementationsMembers(ZooFixture fixture) {
    Subject subject = Subject.of(fixture);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = subject.parameters(fixture, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      RoutingTransformer.Step step =
          subject.routing().step(pass, input(fixture, inputs(fixture, manager), manager));
      assertThat(step.queries().members().toFloatArray()).isEqualTo(members(fixture, "query"));
      assertThat(step.keys().members().toFloatArray()).isEqualTo(members(fixture, "key"));
    }
  }

  /** Ones at a cluster's tokens, row by row of (B, H, C, N). */
  private static float[] members(ZooFixture fixture, String which) {
    if (fixture.expects(which + "Membership")) {
      return ZooFixture.numbers(fixture.expected(which + "Membership"));
    }
    float[] places = ZooFixture.numbers(fixture.expected(which + "Members"));
    int tokens = fixture.tokens();
    int window = Math.min(fixture.size("window"), tokens);
    float[] members = new float[places.length / window * tokens];
    for (int i = 0; i < places.length; i++) {
      members[i / window * tokens + (int) places[i]] = 1;
    }
    return members;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anEvaluationAndAQuietRunMoveNoMeans(ZooFixture fixture) {
    Subject subject = Subject.of(fixture);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = subject.parameters(fixture, manager)) {
      float[] before = parameters.values();
      AttentionInput input = input(fixture, inputs(fixture, manager), manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        subject.attend(pass, input);
        assertThat(pass.terms()).isEmpty();
      }
      parameters.takeOver();
      assertThat(parameters.values()).isEqualTo(before);
      try (Pass pass = Pass.training(manager, parameters)) {
        pass.quietly(() -> subject.attend(pass, input));
        assertThat(pass.terms()).isEmpty();
      }
      parameters.takeOver();
      assertThat(parameters.values()).isEqualTo(before);
      try (Pass pass = Pass.training(manager, parameters)) {
        subject.attend(pass, input);
      }
      parameters.takeOver();
      assertThat(parameters.values()).isNotEqualTo(before);
    }
  }

  private static Transformer backbone(int layers, int heads, int width) {
    return new Transformer(layers, heads, width, 8, 0, Activation.GELU, Normalisation.PRE);
  }

  private static RoutingTransformer routing(int memories, PaddingRule rule) {
    return new RoutingTransformer(3, 2, memories, 0.9, 0.1, false, rule);
  }

  /** What one training step over a batch gives: outputs at real tokens, its term, its means. */
  private record Stepped(float[] output, float term, float[] means) {
    static Stepped of(RoutingTransformer mask, NDManager manager, NDArray x, NDArray real) {
      Declaration declare = new Declaration();
      Encoder encoder =
          new Encoder(declare, backbone(1, 2, 8), mask, Encoder.alone(Given.TOKENS).padded());
      try (Parameters parameters = Parameters.initial(declare, 3, manager)) {
        float[] output;
        float term;
        try (Pass pass = Pass.training(manager, parameters)) {
          Visible visible = Visible.keys(real.toType(DataType.BOOLEAN, true));
          output = encoder.forward(pass, x, visible).mul(real.expandDims(2)).toFloatArray();
          term = pass.terms().get(0).value().getFloat();
        }
        parameters.takeOver();
        return new Stepped(output, term, Named.values(parameters).get(MEANS));
      }
    }
  }

  @Test
  void whatPaddingHoldsReachesNothingByOurRule() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray real = manager.create(new float[] {1, 1, 1, 0, 0, 1, 0, 0, 0, 0}, new Shape(2, 5));
      NDArray padding = manager.create(1f).sub(real.expandDims(2));
      NDArray x = Given.uniform(manager, 1, 2, Given.TOKENS, 8);
      NDArray other = x.add(Given.uniform(manager, 2, 2, Given.TOKENS, 8).mul(padding));
      Stepped ours = Stepped.of(routing(1, PaddingRule.VISIBLE), manager, x, real);
      Stepped same = Stepped.of(routing(1, PaddingRule.VISIBLE), manager, other, real);
      assertThat(ours.output()).doesNotContain(Float.NaN);
      assertThat(same.output()).containsExactly(ours.output(), within(0f));
      assertThat(same.term()).isEqualTo(ours.term());
      assertThat(same.means()).isEqualTo(ours.means());
      Stepped code = Stepped.of(routing(1, PaddingRule.ORIGINAL), manager, x, real);
      Stepped leaks = Stepped.of(routing(1, PaddingRule.ORIGINAL), manager, other, real);
      assertThat(leaks.output()).isNotEqualTo(code.output());
      assertThat(leaks.term()).isNotEqualTo(code.term());
      assertThat(leaks.means()).isNotEqualTo(code.means());
    }
  }

  @Test
  void anExampleOfPaddingAloneGivesZerosAndMovesNothing() {
    Subject subject = alone(routing(0, PaddingRule.VISIBLE));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(subject.declare(), 3, manager)) {
      float[] before = parameters.values();
      NDArray q = Given.uniform(manager, 1, 1, 2, 5, 4);
      q.setRequiresGradient(true);
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        Visible none = Visible.keys(manager.zeros(new Shape(1, 5), DataType.BOOLEAN));
        NDArray output = subject.attend(pass, new AttentionInput(q, q, q, none));
        assertThat(output.toFloatArray()).containsOnly(0);
        NDArray loss = pass.objective(output.sum());
        assertThat(loss.getFloat()).isZero();
        pass.backward(loss);
      }
      assertThat(q.getGradient().toFloatArray()).containsOnly(0);
      parameters.takeOver();
      assertThat(Named.values(parameters).get(MEANS)).containsExactly(before, within(1e-7f));
    }
  }

  private static Subject alone(RoutingTransformer mask) {
    Transformer backbone = backbone(1, 2, 8);
    Declaration declare = new Declaration();
    Site site = Site.of(Encoder.alone(5), backbone, EncoderStyle.of(backbone), mask.traits());
    return new Subject(mask.routing(declare.in("mask"), site), declare);
  }

  @Test
  void equalTokensAreChosenByTheLowerOne() {
    Subject subject = alone(routing(0, PaddingRule.VISIBLE));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(subject.declare(), 3, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray same = Given.uniform(manager, 1, 1, 2, 1, 4).repeat(2, 5);
      AttentionInput input = new AttentionInput(same, same, same, Visible.ALL);
      float[] members = subject.routing().step(pass, input).queries().members().toFloatArray();
      for (int i = 0; i < members.length; i++) {
        assertThat(members[i]).isEqualTo(i % 5 < 2 ? 1 : 0);
      }
      float[] output = subject.attend(pass, input).toFloatArray();
      float[] values = same.toFloatArray();
      for (int i = 0; i < output.length; i++) {
        float expected = i / 4 % 5 < 2 ? values[i] : 0;
        assertThat(output[i]).isCloseTo(expected, within(1e-5f));
      }
    }
  }

  @Test
  void oneTokenSeesItself() {
    Subject subject = alone(routing(0, PaddingRule.VISIBLE));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(subject.declare(), 3, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray x = Given.uniform(manager, 1, 3, 2, 1, 4);
      float[] output =
          subject.attend(pass, new AttentionInput(x, x, x, Visible.ALL)).toFloatArray();
      assertThat(output).containsExactly(x.toFloatArray(), within(1e-5f));
    }
  }

  @Test
  void parametersAreMemoriesAndNoKeysWhereTheyAreQueries() {
    Transformer backbone = backbone(3, 2, 8);
    int plain = declared(new NoMask(), backbone).size();
    Declaration own = declared(new RoutingTransformer(4, 2, 5, 0.9, 0.1, false), backbone);
    assertThat(own.size() - plain).isEqualTo(3 * 2 * 2 * 4 * 5 * 4);
    assertThat(own.states())
        .extracting(state -> state.shape().toString())
        .hasSize(3)
        .containsOnly("(2, 4, 4)");
    Declaration shared = declared(new RoutingTransformer(4, 2, 0, 0.9, 0.1, true), backbone);
    assertThat(shared.size() - plain).isEqualTo(-3 * (8 * 8 + 8));
  }

  private static Declaration declared(AttentionMask mask, Transformer backbone) {
    Declaration declare = new Declaration();
    new Encoder(declare, backbone, mask, Given.TOKENS);
    return declare;
  }

  @Test
  void productsAreDistancesAndPairsOfClustersLessAllPairs() {
    Transformer backbone = backbone(3, 2, 8);
    Site site =
        Site.of(
            Encoder.alone(50),
            backbone,
            EncoderStyle.of(backbone),
            routing(0, PaddingRule.VISIBLE).traits());
    assertThat(new RoutingTransformer(4, 10, 1, 0.9, 0.1, false).macs(site))
        .isEqualTo(
            OptionalLong.of(3 * (2 * 50 * 4 * 8 + 2 * 4 * 10 * (10 + 1) * 8 - 2 * 50 * 50 * 8)));
    assertThat(new RoutingTransformer(4, 100, 0, 0.9, 0.1, true).macs(site))
        .isEqualTo(
            OptionalLong.of(3 * (50 * 4 * 8 + 2 * 4 * 50 * 50 * 8 - 2 * 50 * 50 * 8 - 50 * 8 * 8)));
  }

  @Test
  void meansStartAsDirections() {
    Declaration declare = declared(routing(0, PaddingRule.VISIBLE), backbone(1, 2, 8));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declare, 3, manager)) {
      NDArray means = manager.create(Named.values(parameters).get(MEANS), new Shape(6, 4));
      assertThat(means.mul(means).sum(new int[] {1}).toFloatArray())
          .containsExactly(new float[] {1, 1, 1, 1, 1, 1}, within(1e-6f));
    }
  }

  @Test
  void placesWhereClustersLeakAreRefused() {
    RoutingTransformer mask = routing(1, PaddingRule.VISIBLE);
    List<Kind> kinds = List.of(new Kind("token", 5));
    refused(
        mask,
        new Place("a test", kinds, List.of(), true, false, Place.Pairs.SEEN, true),
        "trait causal");
    refused(
        mask, Encoder.alone(5).withPairs(lamina.config.Place.Pairs.ALWAYS_HIDDEN), "trait causal");
    Place cross = new Place("a test", kinds, kinds, false, true, Place.Pairs.SEEN, true);
    mask.requireFit(cross, backbone(1, 2, 8));
    refused(new RoutingTransformer(3, 2, 1, 0.9, 0.1, true), cross, "mask.sharedQk must be false");
    mask.requireFit(Encoder.alone(5).padded(), backbone(1, 2, 8));
  }

  private static void refused(RoutingTransformer mask, Place place, String why) {
    assertThatThrownBy(() -> mask.requireFit(place, backbone(1, 2, 8)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }

  @Test
  void isReadAsItIsWritten() {
    AttentionMask mask = new RoutingTransformer(4, 16, 0, 0.999, 0.001, true);
    String written =
        "{\"kind\":\"routing-transformer\",\"clusters\":4,\"window\":16,\"memories\":0,"
            + "\"decay\":0.999,\"commitment\":0.001,\"sharedQk\":true,\"padding\":\"visible\"}";
    assertThat(Json.line(mask)).isEqualTo(written);
    assertThat(Json.read(written, AttentionMask.class)).isEqualTo(mask);
  }

  @Test
  void crossAttentionHidesPaddedKeysAlone() {
    Place place =
        new Place(
            "a test",
            List.of(new Kind("video", 5)),
            List.of(new Kind("text", 5)),
            false,
            true,
            Place.Pairs.SEEN,
            true);
    Declaration declare = new Declaration();
    Encoder encoder =
        new Encoder(declare, backbone(1, 2, 8), routing(1, PaddingRule.VISIBLE), place);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(declare, 3, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray real = manager.create(new float[] {1, 1, 1, 0, 0, 1, 0, 0, 0, 0}, new Shape(2, 5));
      Visible visible = Visible.keys(real.toType(DataType.BOOLEAN, true));
      NDArray padding = manager.create(1f).sub(real.expandDims(2));
      NDArray x = Given.uniform(manager, 1, 2, 5, 8);
      NDArray y = Given.uniform(manager, 2, 2, 5, 8);
      NDArray other = y.add(padding);
      float[] one =
          encoder
              .forward(pass, new Tokens(x, null), new Tokens(y, null), visible, Kinds.of(place))
              .toFloatArray();
      float[] two =
          encoder
              .forward(pass, new Tokens(x, null), new Tokens(other, null), visible, Kinds.of(place))
              .toFloatArray();
      assertThat(two).isEqualTo(one);
    }
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    for (boolean shared : new boolean[] {false, true}) {
      RoutingTransformer mask = new RoutingTransformer(3, 2, 1, 0.9, 0.1, shared);
      Declaration declare = new Declaration();
      Encoder encoder = new Encoder(declare, backbone(1, 2, 8), mask, Given.TOKENS);
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
}
