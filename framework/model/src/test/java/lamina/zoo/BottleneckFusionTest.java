package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.Kind;
import lamina.config.Normalisation;
import lamina.config.Place;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mask.LayerChoice;
import lamina.mask.NoMask;
import lamina.mask.OnLayers;
import lamina.mechanism.Built;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Run;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.mechanism.Tokens;
import lamina.model.AttentionRows;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Given;
import lamina.model.LinearStart;
import lamina.model.Moment;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.Kinds;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** MBT against values and gradients of the official code's equations. */
class BottleneckFusionTest {
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          Map.entry("ln1_g", "attention-norm.gain"),
          Map.entry("ln1_b", "attention-norm.offset"),
          Map.entry("wq", "attention.query.weight"),
          Map.entry("bq", "attention.query.bias"),
          Map.entry("wk", "attention.key.weight"),
          Map.entry("bk", "attention.key.bias"),
          Map.entry("wv", "attention.value.weight"),
          Map.entry("bv", "attention.value.bias"),
          Map.entry("wo", "attention.out.weight"),
          Map.entry("bo", "attention.out.bias"),
          Map.entry("ln2_g", "feed-forward-norm.gain"),
          Map.entry("ln2_b", "feed-forward-norm.offset"),
          Map.entry("w1", "feed-forward.in.weight"),
          Map.entry("b1", "feed-forward.in.bias"),
          Map.entry("w2", "feed-forward.out.weight"),
          Map.entry("b2", "feed-forward.out.bias"));

  /** Flax's epsilon. */
  private static final EncoderStyle FLAX =
      new EncoderStyle(LinearStart.FAN_IN, EncoderStyle.Residuals.PRE, 0, 1e-6);

  /** The mechanism, and the run that an encoder had last. */
  private record Kept(BottleneckFusion mask, AtomicReference<BottleneckFusion.Pathway> run)
      implements Mechanism {
    @Override
    public Traits traits() {
      return mask.traits();
    }

    @Override
    public Built in(Declaration declare, Site site) {
      Built built = mask.in(declare, site);
      return new Built() {
        @Override
        public void layer(Declaration ofLayer, int layer) {
          built.layer(ofLayer, layer);
        }

        @Override
        public Run begin(Pass pass, Sequence sequence) {
          Run begun = built.begin(pass, sequence);
          run.set((BottleneckFusion.Pathway) begun);
          return begun;
        }
      };
    }
  }

  /** An encoder with its parameters. */
  private record Subject(Encoder encoder, Place place, Declaration declare) {
    static Subject of(
        Transformer backbone, AttentionMask mask, Place place, UnaryOperator<Site> change) {
      Declaration declare = new Declaration();
      Encoder encoder =
          new Encoder(declare, declare.in("mask"), backbone, mask, place, FLAX, change);
      return new Subject(encoder, place, declare);
    }

    static Subject of(Transformer backbone, AttentionMask mask, Place place) {
      return of(backbone, mask, place, UnaryOperator.identity());
    }

    NDArray forward(Pass pass, NDArray x, Visible visible) {
      return encoder.forward(pass, new Tokens(x, null), null, visible, Kinds.of(place));
    }
  }

  private static UnaryOperator<Site> inChunks() {
    return site -> site.with(steps -> new ChunkedAttention(new MaterialisedAttention(steps, 0), 1));
  }

  static Stream<Arguments> cases() throws IOException {
    return ZooFixture.cases("bottleneck-fusion")
        .flatMap(fixture -> Stream.of(false, true).map(chunked -> Arguments.of(fixture, chunked)));
  }

  private static Place ofFixture(ZooFixture fixture) {
    List<Kind> kinds =
        fixture.inputs().stream()
            .map(name -> new Kind(name, 1 + (int) fixture.shape(name).get(1)))
            .toList();
    Place place = Place.of("a fixture", kinds, true);
    return fixture.option("visible_rgb").isPresent() ? place.padded() : place;
  }

  private static Visible visible(ZooFixture fixture, NDManager manager) {
    NDList hidden = new NDList();
    for (String name : fixture.inputs()) {
      fixture
          .option("visible_" + name)
          .ifPresent(node -> hidden.add(ZooFixture.booleans(manager, node)));
    }
    return hidden.isEmpty() ? Visible.ALL : Visible.keys(NDArrays.concat(hidden, 1));
  }

  private static String tensor(String parameter, boolean shared) {
    return switch (parameter) {
      case "bottleneck" -> "mask.bottlenecks";
      case "norm_g" -> "norm.gain";
      case "norm_b" -> "norm.offset";
      default -> {
        String[] words = parameter.split("_", 3);
        String layer = "layer-" + words[0].substring(1) + ".";
        yield layer + (shared ? "" : words[1] + ".") + PARTS.get(words[2]);
      }
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheOfficialCodes(ZooFixture fixture, boolean chunked) {
    boolean shared = fixture.option("share_encoder").orElseThrow().asBoolean();
    Transformer backbone =
        new Transformer(
            fixture.size("layers"),
            fixture.heads(),
            fixture.width(),
            fixture.size("mlp"),
            0,
            Activation.GELU_TANH,
            Normalisation.PRE);
    Kept mask =
        new Kept(
            new BottleneckFusion(fixture.size("bottlenecks"), fixture.size("fusion_layer"), shared),
            new AtomicReference<>());
    Subject subject =
        Subject.of(
            backbone, mask, ofFixture(fixture), chunked ? inChunks() : UnaryOperator.identity());
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(subject.declare(), 0, manager)) {
      Map<String, float[]> values = new HashMap<>();
      fixture.parameters().forEach(name -> values.put(tensor(name, shared), fixture.values(name)));
      assertThat(values).hasSameSizeAs(subject.declare().tensors());
      Named.set(parameters, values);
      NDArray rgb = fixture.array(manager, "rgb");
      NDArray audio = fixture.array(manager, "audio");
      rgb.setRequiresGradient(true);
      audio.setRequiresGradient(true);
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        NDArray output = forward(fixture, subject, pass, rgb, audio);
        fixture.assertClose("output", output.toFloatArray());
        fixture.assertClose("bottleneck_out", mask.run().get().bottlenecks().toFloatArray());
        NDArray weights = fixture.lossWeights(pass.manager(), output.getShape());
        NDArray loss = pass.objective(output.mul(weights).sum());
        fixture.assertLoss(loss.getFloat());
        pass.backward(loss);
      }
      fixture.assertGradient("rgb", rgb.getGradient().toFloatArray());
      fixture.assertGradient("audio", audio.getGradient().toFloatArray());
      Map<String, float[]> gradients = Named.gradients(parameters);
      fixture
          .parameters()
          .forEach(name -> fixture.assertGradient(name, gradients.get(tensor(name, shared))));
      assertWeights(fixture, subject, manager, parameters);
    }
  }

  private static NDArray forward(
      ZooFixture fixture, Subject subject, Pass pass, NDArray rgb, NDArray audio) {
    return subject
        .encoder()
        .forward(
            pass,
            new Tokens(NDArrays.concat(new NDList(rgb, audio), 1), null),
            null,
            visible(fixture, pass.manager()),
            Kinds.of(subject.place(), rgb.getShape().get(1), audio.getShape().get(1)));
  }

  private static void assertWeights(
      ZooFixture fixture, Subject subject, NDManager manager, Parameters parameters) {
    List<float[]> seen = new ArrayList<>();
    Observer observer =
        new Observer() {
          @Override
          public NDArray weights(int layer, NDArray weights) {
            seen.add(weights.toFloatArray());
            return weights;
          }
        };
    try (Pass pass = Pass.explaining(manager, parameters, observer, Moment.NONE)) {
      NDArray rgb = fixture.array(pass.manager(), "rgb");
      forward(fixture, subject, pass, rgb, fixture.array(pass.manager(), "audio"));
    }
    fixture.assertClose("weights_last_rgb", seen.get(seen.size() - 2));
    fixture.assertClose("weights_last_audio", seen.get(seen.size() - 1));
  }

  private static final Place PICTURES_AND_SOUNDS =
      Place.of(
          "a test",
          List.of(new Kind("class", 1), new Kind("image", 4), new Kind("audio", 3)),
          true);

  private static Transformer backbone(int layers) {
    return new Transformer(layers, 2, 8, 12, 0, Activation.GELU, Normalisation.PRE);
  }

  @Test
  void parametersAreAnEncoderAModalityAndTheBottlenecks() {
    long block = 4 * 64 + 4 * 8 + 2 * 8 * 12 + 12 + 8 + 4 * 8;
    long norm = 2 * 8;
    assertThat(size(new BottleneckFusion(3, 1, false))).isEqualTo(2 * 2 * block + norm + 3 * 8);
    assertThat(size(new BottleneckFusion(3, 1, true))).isEqualTo(2 * block + norm + 3 * 8);
    assertThat(size(new BottleneckFusion(3, 2, true))).isEqualTo(2 * block + norm);
    assertThat(size(new NoMask())).isEqualTo(2 * block + norm);
    assertThat(size(new OnLayers(new BottleneckFusion(3, 1, false), LayerChoice.first())))
        .isEqualTo(3 * block + norm);
  }

  private static long size(AttentionMask mask) {
    return Subject.of(backbone(2), mask, PICTURES_AND_SOUNDS).declare().size();
  }

  @Test
  void tokensInFrontAreTheNextKinds() {
    List<String> names =
        Subject.of(backbone(1), new BottleneckFusion(1, 0, false), PICTURES_AND_SOUNDS)
            .declare()
            .tensors()
            .stream()
            .map(Declaration.Tensor::name)
            .filter(name -> name.endsWith("query.weight"))
            .toList();
    assertThat(names)
        .containsExactly(
            "layer-0.image.attention.query.weight", "layer-0.audio.attention.query.weight");
  }

  @Test
  void productsAreThoseOfTheModalitiesLessThoseOfAll() {
    BottleneckFusion mask = new BottleneckFusion(2, 1, true);
    Site site = Site.of(PICTURES_AND_SOUNDS, backbone(3), FLAX, mask.traits());
    long all = macs(8);
    long apart = macs(5) + macs(3);
    long fused = macs(7) + macs(5);
    assertThat(mask.macs(site)).isEqualTo(OptionalLong.of(apart + 2 * fused - 3 * all));
  }

  private static long macs(long tokens) {
    return 4 * tokens * 64 + 2 * tokens * tokens * 8 + 2 * tokens * 8 * 12;
  }

  @Test
  void placesWithoutTwoModalitiesAreRefused() {
    Place one = Place.of("a test", List.of(new Kind("class", 1), new Kind("image", 4)), true);
    refused(new BottleneckFusion(2, 0, false), one, "two modalities");
    refused(new BottleneckFusion(2, 0, false), Encoder.alone(5), "two modalities");
    refused(
        new BottleneckFusion(2, 0, false),
        PICTURES_AND_SOUNDS.withPairs(lamina.config.Place.Pairs.ALWAYS_HIDDEN),
        "trait causal");
    List<Kind> kinds = PICTURES_AND_SOUNDS.queries();
    refused(
        new BottleneckFusion(2, 0, false),
        new Place("a test", kinds, kinds, false, false, Place.Pairs.SEEN, true),
        "trait cross");
    refused(
        new BottleneckFusion(2, 0, false),
        new Place("a test", kinds, List.of(), true, false, Place.Pairs.SEEN, true),
        "trait causal");
    refused(
        new BottleneckFusion(2, 3, false),
        PICTURES_AND_SOUNDS,
        "mask.fusionLayer must be from 0 to 2, got 3");
    new BottleneckFusion(2, 2, false).requireFit(PICTURES_AND_SOUNDS.padded(), backbone(2));
    assertThatThrownBy(() -> new BottleneckFusion(0, 0, false))
        .hasMessageContaining("mask.bottlenecks");
    assertThatThrownBy(() -> new BottleneckFusion(1, -1, false))
        .hasMessageContaining("mask.fusionLayer");
  }

  private static void refused(BottleneckFusion mask, Place place, String why) {
    assertThatThrownBy(() -> mask.requireFit(place, backbone(2)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }

  @Test
  void isReadAsItIsWritten() {
    AttentionMask mask = new BottleneckFusion(4, 2, true);
    String written =
        "{\"kind\":\"bottleneck-fusion\",\"bottlenecks\":4,\"fusionLayer\":2,\"shareEncoder\":true}";
    assertThat(Json.line(mask)).isEqualTo(written);
    assertThat(Json.read(written, AttentionMask.class)).isEqualTo(mask);
  }

  /** A modality on its own is a plain encoder, at its own positions. */
  @Test
  void withoutAFusionLayerModalitiesAreAlone() {
    Subject fusion = Subject.of(backbone(2), new BottleneckFusion(2, 2, true), PICTURES_AND_SOUNDS);
    Subject plain = Subject.of(backbone(2), new NoMask(), Encoder.alone(5));
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(fusion.declare(), 3, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray x = Given.uniform(manager, 1, 2, 8, 8);
      NDArray positions = Given.uniform(manager, 2, 1, 8, 8);
      NDArray both =
          fusion
              .encoder()
              .forward(
                  pass, new Tokens(x, positions), null, Visible.ALL, Kinds.of(PICTURES_AND_SOUNDS));
      for (String part : List.of(":, 0:5", ":, 5:8")) {
        NDArray alone =
            plain
                .encoder()
                .forward(
                    pass,
                    new Tokens(x.get(part), positions.get(part)),
                    null,
                    Visible.ALL,
                    Kinds.UNKNOWN);
        assertThat(both.get(part).toFloatArray())
            .containsExactly(alone.toFloatArray(), within(1e-6f));
      }
    }
  }

  /** Positions reach tokens of the own modality at once, the other one's through bottlenecks. */
  @Test
  void positionsGoWithTheirTokens() {
    Subject fusion =
        Subject.of(backbone(2), new BottleneckFusion(2, 0, false), PICTURES_AND_SOUNDS);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(fusion.declare(), 3, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray x = Given.uniform(manager, 1, 2, 8, 8);
      float[] without = fusion.forward(pass, x, Visible.ALL).toFloatArray();
      float[] zeros = placed(fusion, pass, x, manager.zeros(new Shape(1, 8, 8)));
      float[] some = placed(fusion, pass, x, Given.uniform(manager, 2, 1, 8, 8));
      assertThat(zeros).containsExactly(without, within(1e-6f));
      assertThat(some).isNotEqualTo(without);
    }
  }

  private static float[] placed(Subject subject, Pass pass, NDArray x, NDArray positions) {
    return subject
        .encoder()
        .forward(pass, new Tokens(x, positions), null, Visible.ALL, Kinds.of(subject.place()))
        .toFloatArray();
  }

  @Test
  void whatPaddingHoldsReachesNoToken() {
    Subject fusion =
        Subject.of(backbone(2), new BottleneckFusion(2, 0, false), PICTURES_AND_SOUNDS.padded());
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(fusion.declare(), 3, manager);
        Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      float[] numbers = {1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0};
      NDArray seen = manager.create(numbers, new Shape(2, 8));
      Visible visible = Visible.keys(seen.toType(DataType.BOOLEAN, true));
      NDArray real = seen.expandDims(2);
      NDArray x = Given.uniform(manager, 1, 2, 8, 8);
      NDArray other = x.add(Given.uniform(manager, 2, 2, 8, 8).mul(manager.create(1f).sub(real)));
      float[] one = fusion.forward(pass, x, visible).mul(real).toFloatArray();
      assertThat(one).doesNotContain(Float.NaN);
      assertThat(fusion.forward(pass, other, visible).mul(real).toFloatArray())
          .containsExactly(one, within(0f));
    }
  }

  @Test
  void noObserverSeesWeights() {
    Subject fusion =
        Subject.of(backbone(2), new BottleneckFusion(2, 0, false), PICTURES_AND_SOUNDS);
    Observer observer =
        new Observer() {
          @Override
          public void attention(int layer, AttentionRows rows) {
            throw new AssertionError("there is no one matrix of weights");
          }
        };
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(fusion.declare(), 3, manager);
        Pass pass = Pass.evaluation(manager, parameters, observer)) {
      fusion.forward(pass, Given.uniform(manager, 1, 2, 8, 8), Visible.ALL);
    }
  }

  @Test
  void aLayerInBetweenMayBePlain() {
    Subject fusion =
        Subject.of(
            backbone(3),
            new OnLayers(new BottleneckFusion(2, 0, false), LayerChoice.every(2)),
            PICTURES_AND_SOUNDS);
    gradients(fusion);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    gradients(Subject.of(backbone(2), new BottleneckFusion(2, 1, false), PICTURES_AND_SOUNDS));
    gradients(
        Subject.of(
            backbone(3), new BottleneckFusion(2, 1, false), PICTURES_AND_SOUNDS, inChunks()));
  }

  private static void gradients(Subject subject) {
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(subject.declare(), 3, manager)) {
      NDArray x = Given.uniform(manager, 1, 2, 8, 8);
      FiniteDifferences.check(
          manager,
          parameters,
          pass -> subject.forward(pass, pass.zeros(x.getShape()).add(x), Visible.ALL));
    }
  }

  @Test
  void bottlenecksStartAlikeInEveryExample() {
    Subject fusion =
        Subject.of(backbone(1), new BottleneckFusion(50, 0, false), PICTURES_AND_SOUNDS);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(fusion.declare(), 3, manager)) {
      float[] start = Named.values(parameters).get("mask.bottlenecks");
      double squares = IntStream.range(0, start.length).mapToDouble(i -> start[i] * start[i]).sum();
      assertThat(Math.sqrt(squares / start.length)).isCloseTo(0.02, within(0.003));
    }
  }
}
