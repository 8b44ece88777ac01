package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Gold;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention beside an adapter's prompts against gold values of LLaMA-Adapter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdapterReferenceTest {
  private static final int BATCH = 2;
  private JsonNode gold;

  Stream<JsonNode> cases() throws IOException {
    gold = Gold.fixture("tensors/llama_adapter_attention.json");
    return StreamSupport.stream(gold.get("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void attentionWithAndWithoutPromptsIsTheReferences(JsonNode expected) throws IOException {
    int width = gold.at("/config/dim").asInt();
    int heads = gold.at("/config/n_heads").asInt();
    int length = expected.get("T").asInt();
    int count = expected.get("adapter_len").asInt();
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      DecoderConfig config = new DecoderConfig(1, width, 1, heads, heads, 1, 1e-5, 10_000, true);
      Decoder decoder = new Decoder(declaration.frozen(), config);
      Adapter adapter = new Adapter(declaration.in("adapter"), decoder, 1, count);
      Frozen frozen = Frozen.of(declaration, tensor -> weights(tensor, heads), manager);
      Parameters parameters = Parameters.initial(declaration, frozen, 0, manager);
      parameters.set(adapterValues(expected, declaration.size(), count * width));
      NDArray x = Gold.array(manager, expected.get("x_seed").asLong(), 1, BATCH, length, width);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        Rotary rotary = Rotary.at(pass, config, 0, length);
        CausalAttention attention = decoder.attention(0);
        Prompt prompt = adapter.forward(pass, null).of(0);
        Gold.assertClose(
            attention.forward(pass, x, rotary, null, prompt).values(),
            expected.get("output"),
            1e-4);
        Gold.assertClose(
            attention.forward(pass, x, rotary, null, null).values(),
            expected.get("output_without_adapter"),
            1e-4);
      }
    }
  }

  private static float[] adapterValues(JsonNode expected, int size, int prompts) {
    float[] values = new float[size];
    float[] learned = Gold.values(expected.get("adapter_seed").asLong(), prompts, -1, 1);
    System.arraycopy(learned, 0, values, 0, prompts);
    for (int head = 0; head < expected.get("gate").size(); head++) {
      values[prompts + head] = (float) expected.get("gate").get(head).asDouble();
    }
    return values;
  }

  private float[] weights(Declaration.Tensor tensor, int heads) {
    Map<String, String> names = new HashMap<>();
    for (String name : new String[] {"q", "k", "v", "o"}) {
      names.put("model.layers.0.self_attn." + name + "_proj.weight", "w" + name + ".weight");
    }
    String official = names.get(tensor.name());
    if (official == null) {
      return new float[tensor.size()];
    }
    for (JsonNode described : gold.get("parameters")) {
      if (described.get("name").asText().equals(official)) {
        float[] values = Gold.values(described);
        boolean turned = official.startsWith("wq") || official.startsWith("wk");
        return turned ? halves(values, heads) : values;
      }
    }
    throw new AssertionError("the gold file has no " + official);
  }

  /** Rows of which neighbours are a plane, as rows of which halves of a head are. */
  private static float[] halves(float[] neighbours, int heads) {
    int width = (int) Math.sqrt(neighbours.length);
    int headWidth = width / heads;
    float[] halves = new float[neighbours.length];
    for (int row = 0; row < width; row++) {
      int inHead = row % headWidth;
      int plane = inHead % (headWidth / 2);
      int from = row - inHead + 2 * plane + (inHead < headWidth / 2 ? 0 : 1);
      System.arraycopy(neighbours, from * width, halves, row * width, width);
    }
    assertThat(halves).hasSize(neighbours.length);
    return halves;
  }
}
