package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lamina.model.Declaration;
import lamina.model.Given;
import lamina.model.Gold;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.FusedAttention;
import lamina.model.attention.Kinds;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Side;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mask and the fused attention against gold values from the paper's equations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LamReferenceTest {

  Stream<JsonNode> cases() throws IOException {
    JsonNode cases = Gold.fixture("tensors/lam_reference.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theMaskIsTheReferences(JsonNode gold) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Lam lam = lam(gold, manager);
      try (Pass pass = Pass.evaluation(manager, lam.parameters(), Observer.NOBODY)) {
        assertClose(lam.mask(pass).matrix(), gold.get("mask"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void attentionIsTheReferencesUnderEveryFusion(JsonNode gold) {
    for (String fusion : List.of("none", "add", "multiply")) {
      try (NDManager manager = NDManager.newBaseManager()) {
        assertAttention(gold, fusion, fusion, Visible.ALL, manager);
        NDArray valid = manager.ones(new Shape(gold.get("B").asLong(), gold.get("Nk").asLong()));
        valid.set(
            new ai.djl.ndarray.index.NDIndex(0, gold.get("Nk").asLong() - 1), manager.create(0f));
        Visible visible = Visible.keys(valid.gt(manager.create(0.5f)));
        assertAttention(gold, fusion, fusion + "_lastKeyOfItem0Padded", visible, manager);
      }
    }
  }

  private static void assertAttention(
      JsonNode gold, String fusion, String expected, Visible visible, NDManager manager) {
    int heads = gold.get("heads").asInt();
    long width = gold.get("D").asLong();
    NDArray xq = input(gold, "q", manager);
    NDArray xk = gold.get("cross").asBoolean() ? input(gold, "k", manager) : xq;
    NDArray[] projected = new NDArray[3];
    for (int i = 0; i < 3; i++) {
      double bound = gold.get("qkv_bound").asDouble();
      long seed = gold.get("qkv_seeds").get(i).asLong();
      NDArray weight = Gold.array(manager, seed, bound, width, width);
      NDArray x = i == 0 ? xq : xk;
      projected[i] =
          x.matMul(weight.transpose())
              .reshape(x.getShape().get(0), x.getShape().get(1), heads, width / heads)
              .swapAxes(1, 2);
    }
    MaskFusion how = fusion.equals("multiply") ? MaskFusion.MULTIPLY : MaskFusion.ADD;
    boolean masked = !fusion.equals("none");
    int rank = gold.get("depth").asInt() == 1 ? (int) width : gold.get("hidden").asInt();
    Steps steps = masked ? new MaskedSteps(how, OptionalInt.of(rank)) : Steps.PLAIN;
    MaterialisedAttention materialised = new MaterialisedAttention(steps, 0);
    Lam lam = lam(gold, manager);
    try (Pass pass = Pass.evaluation(manager, lam.parameters(), Observer.NOBODY)) {
      AttentionInput input =
          new AttentionInput(
              projected[0],
              projected[1],
              projected[2],
              masked ? lam.mask(pass) : Side.NONE,
              visible,
              Kinds.UNKNOWN,
              0);
      List<NDArray> weights = new ArrayList<>();
      materialised.attend(
          pass,
          input,
          seen -> {
            weights.add(seen);
            return seen;
          });
      assertClose(weights.get(0), gold.at("/fused/" + expected + "/probs"));
      for (Attention form :
          List.of(materialised, new ChunkedAttention(materialised, 1), new FusedAttention(steps))) {
        NDArray joined =
            form.attend(pass, input)
                .swapAxes(1, 2)
                .reshape(gold.get("B").asLong(), gold.get("Nq").asLong(), width);
        assertClose(joined, gold.at("/fused/" + expected + "/output"));
      }
    }
  }

  private record Lam(MaskModule module, Parameters parameters, NDArray x, NDArray y) {
    Mask mask(Pass pass) {
      return module.forward(pass, x, y);
    }
  }

  private static NDArray input(JsonNode gold, String which, NDManager manager) {
    long seed = gold.get("x" + which + "_seed").asLong();
    long batch = gold.get("B").asLong();
    long tokens = gold.get("N" + which).asLong();
    long width = gold.get("D").asLong();
    return Gold.array(manager, seed, INPUT_BOUND, batch, tokens, width);
  }

  private static final double INPUT_BOUND = 1;

  private static Lam lam(JsonNode gold, NDManager manager) {
    int width = gold.get("D").asInt();
    LearnableMask config =
        Given.mask().withDepth(gold.get("depth").asInt()).withHidden(gold.get("hidden").asInt());
    Declaration declaration = new Declaration();
    MaskModule module = new MaskModule(declaration, config, width, gold.get("Nk").asInt());
    Parameters parameters = Parameters.initial(declaration, 0, manager);
    List<Float> values = new ArrayList<>();
    for (JsonNode layer : gold.get("lam_layers")) {
      long out = layer.get("shape").get(0).asLong();
      long in = layer.get("shape").get(1).asLong();
      add(values, layer, "weight", out * in);
      add(values, layer, "bias", out);
    }
    float[] flat = new float[values.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = values.get(i);
    }
    parameters.set(flat);
    NDArray x = input(gold, "q", manager);
    NDArray y = gold.get("cross").asBoolean() ? input(gold, "k", manager) : x;
    return new Lam(module, parameters, x, y);
  }

  private static void add(List<Float> values, JsonNode layer, String kind, long count) {
    double bound = layer.get(kind + "_bound").asDouble();
    for (float value : Gold.values(layer.get(kind + "_seed").asLong(), count, -bound, bound)) {
      values.add(value);
    }
  }

  private static void assertClose(NDArray actual, JsonNode expected) {
    Gold.assertClose(actual, expected, 1e-5);
  }
}
