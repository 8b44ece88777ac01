package lamina.model.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lamina.config.Json;
import lamina.model.Declaration;
import lamina.model.Floats;
import lamina.model.Frozen;
import lamina.model.Gold;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder and its generation against Hugging Face's LLaMA; the gold file says which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecoderReferenceTest {
  Stream<JsonNode> cases() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("llama.json")) {
      JsonNode cases = Json.parse(new String(file.readAllBytes(), UTF_8)).get("cases");
      return StreamSupport.stream(cases.spliterator(), false);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsAreTheReferences(JsonNode gold) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Decoder decoder = new Decoder(declaration.frozen(), config(gold));
      Parameters parameters = frozen(gold, declaration, manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        Decoder.Read read =
            decoder.forward(pass, tokens(gold.get("tokens")), Past.NONE, Prompts.NONE);
        Gold.assertClose(decoder.logits(pass, read.hidden()), gold.get("logits"), 2e-4);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsOfTheLanguageModelsLossAreTheReferences(JsonNode gold) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Decoder decoder = new Decoder(declaration, config(gold));
      Parameters parameters = Parameters.initial(declaration, 0, manager);
      Map<String, JsonNode> described = described(gold);
      float[] flat = new float[declaration.size()];
      int from = 0;
      for (Declaration.Tensor tensor : declaration.tensors()) {
        float[] values = Gold.values(described.get(tensor.name()));
        System.arraycopy(values, 0, flat, from, values.length);
        from += values.length;
      }
      parameters.set(flat);
      int[][] tokens = tokens(gold.get("tokens"));
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        Decoder.Read read = decoder.forward(pass, tokens, Past.NONE, Prompts.NONE);
        NDArray loss = nextTokenLoss(pass, decoder.logits(pass, read.hidden()), tokens);
        assertThat((double) loss.getFloat()).isCloseTo(gold.get("loss").asDouble(), within(1e-4));
        pass.backward(loss);
      }
      try (NDArray gradient = parameters.flat().getGradient()) {
        float[] values = gradient.toFloatArray();
        from = 0;
        for (Declaration.Tensor tensor : declaration.tensors()) {
          float[] part = Arrays.copyOfRange(values, from, from + tensor.size());
          assertThat(Floats.length(part))
              .as(tensor.name())
              .isCloseTo(
                  described.get(tensor.name()).get("gradient_norm").asDouble(),
                  withinPercentage(0.1));
          from += tensor.size();
        }
      }
    }
  }

  /** Cross-entropy of tokens from the second on, by one-hot rows. */
  private static NDArray nextTokenLoss(Pass pass, NDArray logits, int[][] tokens) {
    int length = tokens[0].length - 1;
    int words = (int) logits.getShape().get(2);
    float[] oneHot = new float[tokens.length * length * words];
    for (int i = 0; i < tokens.length * length; i++) {
      oneHot[i * words + tokens[i / length][i % length + 1]] = -1f / (tokens.length * length);
    }
    NDArray chosen = pass.manager().create(oneHot, new Shape(tokens.length, length, words));
    return logits.get(":, :" + length).logSoftmax(2).mul(chosen).sum();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generationIsTheReferencesTokenForToken(JsonNode gold) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Decoder decoder = new Decoder(declaration.frozen(), config(gold));
      Parameters parameters = frozen(gold, declaration, manager);
      int end = gold.get("end").asInt();
      for (JsonNode expected : gold.get("generated")) {
        BeamSearch search =
            new BeamSearch(
                expected.get("width").asInt(),
                gold.get("maximum").asInt(),
                end,
                expected.get("length_penalty").asDouble());
        try (NextTokens next =
            new CachedNextTokens(
                decoder, parameters, tokens(gold.get("prompts")), pass -> Prompts.NONE, manager)) {
          List<Generated> generated = search.run(next);
          assertGenerated(generated, expected, end);
        }
      }
    }
  }

  private static void assertGenerated(List<Generated> generated, JsonNode expected, int end) {
    double penalty = expected.get("length_penalty").asDouble();
    for (int i = 0; i < generated.size(); i++) {
      List<Integer> tokens = new ArrayList<>(generated.get(i).tokens());
      if (generated.get(i).ended()) {
        tokens.add(end);
      }
      assertThat(tokens).containsExactly(box(tokens(expected.get("tokens"))[i]));
      if (expected.has("scores")) {
        double length = Math.pow(tokens.size(), penalty);
        assertThat(generated.get(i).logProbability() / length)
            .isCloseTo(expected.get("scores").get(i).asDouble(), within(1e-4));
      }
    }
  }

  private static Integer[] box(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  private static DecoderConfig config(JsonNode gold) {
    return new DecoderConfig(
        gold.get("vocabulary").asInt(),
        gold.get("width").asInt(),
        gold.get("layers").asInt(),
        gold.get("heads").asInt(),
        gold.get("keyValueHeads").asInt(),
        gold.get("feedForward").asInt(),
        gold.get("normEpsilon").asDouble(),
        gold.get("rotaryBase").asDouble(),
        gold.get("tied").asBoolean());
  }

  private static Map<String, JsonNode> described(JsonNode gold) {
    Map<String, JsonNode> described = new HashMap<>();
    gold.get("parameters").forEach(node -> described.put(node.get("name").asText(), node));
    return described;
  }

  private static Parameters frozen(JsonNode gold, Declaration declaration, NDManager manager)
      throws IOException {
    Map<String, JsonNode> described = described(gold);
    assertThat(declaration.frozenTensors())
        .extracting(Declaration.Tensor::name)
        .containsExactlyInAnyOrderElementsOf(described.keySet());
    Frozen frozen =
        Frozen.of(declaration, tensor -> Gold.values(described.get(tensor.name())), manager);
    return Parameters.initial(declaration, frozen, 0, manager);
  }

  private static int[][] tokens(JsonNode sequences) {
    return StreamSupport.stream(sequences.spliterator(), false)
        .map(
            sequence ->
                StreamSupport.stream(sequence.spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray())
        .toArray(int[][]::new);
  }
}
