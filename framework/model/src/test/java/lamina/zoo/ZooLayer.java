package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import lamina.config.Activation;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.mechanism.Buildable;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Scored;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.mechanism.Tokens;
import lamina.model.AttentionRows;
import lamina.model.Declaration;
import lamina.model.Given;
import lamina.model.Moment;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.HeadProjections;
import lamina.model.attention.Kinds;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.ScoredRows;
import lamina.model.attention.Side;
import lamina.model.attention.Steps;

/**
 * One layer's attention of a mechanism as fixtures have it, without norms and residuals: inputs and
 * parameters are the fixture's, biases that it lacks are 0, and a last projection that it lacks
 * changes nothing. Where queries, keys and values of heads are the inputs, there are no projections
 * at all.
 */
public final class ZooLayer {
  /** All scores at once. */
  public static final Function<Steps, Attention> WHOLE =
      steps -> new MaterialisedAttention(steps, 0);

  /** The tensors that hold the projections which files name so; several lie one after another. */
  private static final Map<String, List<String>> PROJECTIONS = projections();

  private final ZooFixture fixture;
  private final Buildable mechanism;
  private final Map<String, List<String>> bindings = new HashMap<>(PROJECTIONS);
  private Function<Steps, Attention> form = WHOLE;
  private Moment moment = Moment.NONE;
  private int layer;
  private int layers = 1;

  /**
   * What came out.
   *
   * @param output of the layer
   * @param weights what multiplied the values in that very pass, (B, H, Nq, Nk)
   * @param observed the same as an observer of an evaluation sees it
   * @param loss with all penalties and terms
   * @param gradients of the loss by the fixture's names
   */
  public record Outcome(
      float[] output,
      float[] weights,
      float[] observed,
      double loss,
      Map<String, float[]> gradients) {}

  public ZooLayer(ZooFixture fixture, Buildable mechanism) {
    this.fixture = fixture;
    this.mechanism = mechanism;
  }

  /** Says which tensors a parameter of the fixture is; {@code layer-#} stands for the layer. */
  public ZooLayer bind(String parameter, String... tensors) {
    bindings.put(parameter, List.of(tensors));
    return this;
  }

  /** Another layer than the only one: it is called {@code layer-}number all the same. */
  public ZooLayer inLayer(int number, int of) {
    layer = number;
    layers = of;
    return this;
  }

  /** Attention in another form. */
  public ZooLayer with(Function<Steps, Attention> other) {
    form = other;
    return this;
  }

  /** A few rows at a time. */
  public ZooLayer inChunks(int rows) {
    long ofARow = (long) fixture.examples() * fixture.heads() * fixture.tokens();
    return with(steps -> new ChunkedAttention(new MaterialisedAttention(steps, 0), rows * ofARow));
  }

  /** Draws and progress of one's own. */
  public ZooLayer at(Moment other) {
    moment = other;
    return this;
  }

  /** Runs the layer over the fixture's only input. */
  public Outcome run() {
    return run(fixture.inputs().get(0));
  }

  /** Runs the layer over an input. */
  public Outcome run(String input) {
    Declaration declare = new Declaration();
    Transformer backbone =
        new Transformer(
            layers, fixture.heads(), fixture.width(), 4, 0, Activation.GELU, Normalisation.PRE);
    List<float[]> kept = new ArrayList<>();
    Site site =
        Site.of(fixture.place(), backbone, EncoderStyle.of(backbone), mechanism.traits())
            .with(form == WHOLE ? steps -> keeping(steps, kept) : form);
    Scored scored = (Scored) mechanism.in(declare.in("mask"), site);
    HeadProjections heads = scored.projections(declare.in("layer-" + layer).in("attention"), layer);
    Model step =
        (pass, inputs) -> {
          pass.penalty(scored, () -> scored.penalty(pass));
          if (fixture.ofHeads()) {
            return attend(pass, scored, site, inputs);
          }
          Sequence read = sequence(pass, inputs.get(input));
          return scored.attention(pass, layer, scored.sides(), heads, read);
        };
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Given.parameters(declare, 0, manager)) {
      set(declare, parameters);
      Outcome stepped = step(manager, parameters, declare, step);
      float[] weights = kept.isEmpty() ? new float[0] : kept.get(0);
      float[] observed = observed(manager, parameters, step);
      return new Outcome(stepped.output(), weights, observed, stepped.loss(), stepped.gradients());
    }
  }

  /** Runs the layer, and holds all that the fixture expects of it to what it says. */
  public void check() {
    check(run());
  }

  /** Holds an outcome to what the fixture says. */
  public void check(Outcome outcome) {
    fixture.assertClose("output", outcome.output());
    if (fixture.expects("weights")) {
      fixture.assertClose("weights", outcome.observed());
      if (outcome.weights().length > 0) {
        fixture.assertClose("weights", outcome.weights());
      }
    }
    fixture.assertLoss(outcome.loss());
    assertThat(outcome.gradients().keySet()).containsAll(fixture.gradients());
    fixture
        .gradients()
        .forEach(name -> fixture.assertGradient(name, outcome.gradients().get(name)));
  }

  private NDArray attend(Pass pass, Scored scored, Site site, Map<String, NDArray> inputs) {
    AttentionInput given =
        new AttentionInput(
            inputs.get("q"),
            inputs.get("k"),
            inputs.get("v"),
            Side.NONE,
            fixture.visible(pass.manager()),
            Kinds.of(fixture.place()),
            layer);
    pass.observer().attention(layer, new ScoredRows(pass, given, scored, site.traits()));
    return scored.attend(pass, given);
  }

  private Sequence sequence(Pass pass, NDArray x) {
    return new Sequence(
        new Tokens(x, null), null, fixture.visible(pass.manager()), Kinds.of(fixture.place()));
  }

  /** What a model makes of inputs by their names. */
  private interface Model extends BiFunction<Pass, Map<String, NDArray>, NDArray> {}

  private Outcome step(NDManager manager, Parameters parameters, Declaration declare, Model model) {
    Map<String, NDArray> inputs = inputs(manager);
    inputs.forEach((name, array) -> array.setRequiresGradient(fixture.hasGradient(name)));
    float[] output;
    double loss;
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = pass(manager, parameters)) {
      NDArray made = model.apply(pass, inputs);
      NDArray weighted = made.mul(fixture.lossWeights(pass.manager(), made.getShape()));
      NDArray objective = pass.objective(weighted.sum());
      output = made.toFloatArray();
      loss = objective.getFloat();
      pass.backward(objective);
    }
    Map<String, float[]> gradients = new LinkedHashMap<>();
    inputs.forEach(
        (name, array) -> {
          if (fixture.hasGradient(name)) {
            gradients.put(name, array.getGradient().toFloatArray());
          }
        });
    Map<String, float[]> ofTensors = ofTensors(declare, parameters);
    for (String parameter : fixture.parameters()) {
      List<float[]> parts = tensors(parameter).stream().map(ofTensors::get).toList();
      if (!parts.isEmpty() && !parts.contains(null)) {
        gradients.put(parameter, joined(parts));
      }
    }
    return new Outcome(output, new float[0], new float[0], loss, gradients);
  }

  private Pass pass(NDManager manager, Parameters parameters) {
    return fixture.training()
        ? Pass.training(manager, parameters, moment)
        : Pass.explaining(manager, parameters, Observer.NOBODY, moment);
  }

  private float[] observed(NDManager manager, Parameters parameters, Model model) {
    NDList seen = new NDList();
    Observer observer =
        new Observer() {
          @Override
          public void attention(int observed, AttentionRows rows) {
            rows.forEach(
                (mask, weights) -> {
                  NDArray copy = weights.duplicate();
                  copy.attach(manager);
                  seen.add(copy);
                });
          }
        };
    try (Pass pass = Pass.evaluation(manager, parameters, observer, moment)) {
      model.apply(pass, inputs(manager));
      return seen.isEmpty() ? new float[0] : NDArrays.concat(seen, 2).toFloatArray();
    }
  }

  private Map<String, NDArray> inputs(NDManager manager) {
    Map<String, NDArray> inputs = new LinkedHashMap<>();
    fixture.inputs().forEach(name -> inputs.put(name, fixture.array(manager, name)));
    return inputs;
  }

  /** All scores at once, remembering what multiplies the values. */
  private static Attention keeping(Steps steps, List<float[]> kept) {
    MaterialisedAttention exact = new MaterialisedAttention(steps, 0);
    return (pass, input) ->
        exact.attend(
            pass,
            input,
            weights -> {
              kept.add(weights.toFloatArray());
              return weights;
            });
  }

  /** Gives every bound tensor its fixture's values; other biases of projections are 0. */
  private void set(Declaration declare, Parameters parameters) {
    Map<String, Integer> starts = starts(declare);
    float[] values = parameters.values();
    for (Declaration.Tensor tensor : declare.tensors()) {
      if (tensor.name().contains(".attention.") && tensor.name().endsWith(".bias")) {
        int from = starts.get(tensor.name());
        Arrays.fill(values, from, from + tensor.size(), 0);
      } else if (tensor.name().endsWith(".attention.out.weight")) {
        identity(values, starts.get(tensor.name()), tensor.shape());
      }
    }
    Map<String, Integer> sizes = new HashMap<>();
    declare.tensors().forEach(tensor -> sizes.put(tensor.name(), tensor.size()));
    for (String parameter : fixture.parameters()) {
      float[] given = fixture.values(parameter);
      int at = 0;
      for (String tensor : tensors(parameter)) {
        assertThat(starts).as("tensors that %s is", parameter).containsKey(tensor);
        System.arraycopy(given, at, values, starts.get(tensor), sizes.get(tensor));
        at += sizes.get(tensor);
      }
      assertThat(at).as("values of " + parameter).isIn(0, given.length);
    }
    parameters.set(values);
  }

  private static void identity(float[] values, int from, Shape shape) {
    int columns = Math.toIntExact(shape.get(1));
    for (int i = 0; i < shape.size(); i++) {
      values[from + i] = i / columns == i % columns ? 1 : 0;
    }
  }

  private List<String> tensors(String parameter) {
    return bindings.getOrDefault(parameter, List.of()).stream()
        .map(name -> name.replace("layer-#", "layer-" + layer))
        .toList();
  }

  private static Map<String, Integer> starts(Declaration declare) {
    Map<String, Integer> starts = new HashMap<>();
    int from = 0;
    for (Declaration.Tensor tensor : declare.tensors()) {
      starts.put(tensor.name(), from);
      from += tensor.size();
    }
    return starts;
  }

  private static Map<String, float[]> ofTensors(Declaration declare, Parameters parameters) {
    Map<String, float[]> gradients = new HashMap<>();
    if (!parameters.flat().hasGradient()) {
      return gradients;
    }
    try (NDArray gradient = parameters.flat().getGradient()) {
      float[] all = gradient.toFloatArray();
      int from = 0;
      for (Declaration.Tensor tensor : declare.tensors()) {
        gradients.put(tensor.name(), Arrays.copyOfRange(all, from, from + tensor.size()));
        from += tensor.size();
      }
    }
    return gradients;
  }

  private static float[] joined(List<float[]> parts) {
    float[] joined = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  private static Map<String, List<String>> projections() {
    Map<String, String> parts = Map.of("q", "query", "k", "key", "v", "value", "o", "out");
    Map<String, List<String>> tensors = new HashMap<>();
    parts.forEach(
        (letter, part) -> {
          tensors.put("W" + letter, List.of(tensor(part, "weight")));
          tensors.put("w" + letter, List.of(tensor(part, "weight")));
          tensors.put("b" + letter, List.of(tensor(part, "bias")));
          tensors.put(part + "Weight", List.of(tensor(part, "weight")));
          tensors.put(part + "Bias", List.of(tensor(part, "bias")));
        });
    Map.of("Weight", "weight", "Bias", "bias")
        .forEach(
            (end, kind) ->
                tensors.put(
                    "qkv" + end,
                    List.of(tensor("query", kind), tensor("key", kind), tensor("value", kind))));
    tensors.put("wqkv", tensors.get("qkvWeight"));
    tensors.put("bqkv", tensors.get("qkvBias"));
    tensors.put("wproj", tensors.get("outWeight"));
    tensors.put("bproj", tensors.get("outBias"));
    return tensors;
  }

  private static String tensor(String part, String kind) {
    return "layer-#.attention." + part + "." + kind;
  }
}
