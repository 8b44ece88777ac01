package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.border.Safetensors;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Initializer;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceWeightsTest {
  private static final DecoderConfig CONFIG = DecoderGiven.config();

  @TempDir Path folder;

  /** The decoder's tensors with values that tell them apart. */
  private static Map<String, Safetensors.Tensor> tensors() {
    int d = CONFIG.width();
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    put(tensors, "lm_head.weight", CONFIG.vocabulary(), d);
    put(tensors, "model.embed_tokens.weight", CONFIG.vocabulary(), d);
    for (int layer = 0; layer < CONFIG.layers(); layer++) {
      String in = "model.layers." + layer + ".";
      put(tensors, in + "input_layernorm.weight", d);
      put(tensors, in + "mlp.down_proj.weight", d, CONFIG.feedForward());
      put(tensors, in + "mlp.gate_proj.weight", CONFIG.feedForward(), d);
      put(tensors, in + "mlp.up_proj.weight", CONFIG.feedForward(), d);
      put(tensors, in + "post_attention_layernorm.weight", d);
      put(tensors, in + "self_attn.k_proj.weight", 4, d);
      put(tensors, in + "self_attn.o_proj.weight", d, d);
      put(tensors, in + "self_attn.q_proj.weight", d, d);
      put(tensors, in + "self_attn.v_proj.weight", 4, d);
    }
    put(tensors, "model.norm.weight", d);
    return tensors;
  }

  private static void put(Map<String, Safetensors.Tensor> into, String name, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = into.size() + i / 1024f;
    }
    into.put(name, new Safetensors.Tensor(shape, values));
  }

  private static Declaration declared(DecoderConfig config) {
    Declaration declaration = new Declaration();
    new Decoder(declaration.frozen(), config);
    return declaration;
  }

  private Path written(String name, Map<String, Safetensors.Tensor> tensors) throws IOException {
    Path file = folder.resolve(name);
    new Safetensors(tensors, Map.of("format", "pt")).write(file);
    return file;
  }

  private static void assertRead(Path path) throws IOException {
    Declaration declaration = declared(CONFIG);
    try (NDManager manager = NDManager.newBaseManager();
        HuggingFaceWeights weights = HuggingFaceWeights.open(path, declaration);
        Frozen frozen = Frozen.of(declaration, weights, manager)) {
      Parameters parameters = Parameters.initial(declaration, frozen, 0, manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        Map<String, Safetensors.Tensor> expected = tensors();
        assertThat(declaration.frozenTensors()).hasSameSizeAs(expected.keySet());
        for (Declaration.Tensor tensor : declaration.frozenTensors()) {
          NDArray read = pass.get(tensor);
          assertThat(read.toFloatArray()).isEqualTo(expected.get(tensor.name()).values());
          assertThat(read.getShape().getShape()).isEqualTo(expected.get(tensor.name()).shape());
        }
      }
    }
  }

  @Test
  void everyTensorIsReadFromOneFileOrFromSeveral() throws IOException {
    assertRead(written("model.safetensors", tensors()));
    Path parts = Files.createDirectory(folder.resolve("parts"));
    Map<String, Safetensors.Tensor> first = tensors();
    Map<String, Safetensors.Tensor> second = new LinkedHashMap<>();
    for (String name : tensors().keySet()) {
      if (name.contains(".1.")) {
        second.put(name, first.remove(name));
      }
    }
    written("parts/model-00001-of-00002.safetensors", first);
    written("parts/model-00002-of-00002.safetensors", second);
    Files.writeString(parts.resolve("config.json"), "{}");
    assertRead(parts);
  }

  @Test
  void whatKeepsItsStartIsNotLookedFor() throws IOException {
    Declaration declaration = declared(CONFIG);
    declaration.keptAtStart().tensor("mask", Initializer.constant(1), 3);
    Path file = written("model.safetensors", tensors());
    try (NDManager manager = NDManager.newBaseManager();
        HuggingFaceWeights weights = HuggingFaceWeights.open(file, declaration);
        Frozen frozen = Frozen.of(declaration, weights, 0, manager)) {
      Parameters parameters = Parameters.initial(declaration, frozen, 0, manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        int last = declaration.frozenTensors().size() - 1;
        assertThat(pass.get(declaration.frozenTensors().get(last)).toFloatArray())
            .containsExactly(1, 1, 1);
      }
    }
  }

  @Test
  void errorsNameTheTensorAndBothShapes() throws IOException {
    Map<String, Safetensors.Tensor> missing = tensors();
    missing.remove("model.layers.1.mlp.up_proj.weight");
    assertRefused(
        missing, "must have a tensor model.layers.1.mlp.up_proj.weight of shape (12, 8), got none");
    Map<String, Safetensors.Tensor> turned = tensors();
    turned.put(
        "model.layers.0.self_attn.k_proj.weight",
        new Safetensors.Tensor(new long[] {8, 4}, new float[32]));
    assertRefused(
        turned,
        "must have a tensor model.layers.0.self_attn.k_proj.weight of shape (4, 8), got (8, 4)");
    Map<String, Safetensors.Tensor> biased = tensors();
    put(biased, "model.layers.0.self_attn.q_proj.bias", 8);
    assertRefused(
        biased,
        "must have no tensors but the decoder's, got model.layers.0.self_attn.q_proj.bias of shape"
            + " (8)");
  }

  private void assertRefused(Map<String, Safetensors.Tensor> tensors, String message)
      throws IOException {
    Path file = written("refused.safetensors", tensors);
    assertThatThrownBy(() -> HuggingFaceWeights.open(file, declared(CONFIG)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + " " + message);
  }

  @Test
  void whatFollowsFromTheSizeAndASecondTiedOutputArePassedOver() throws IOException {
    Map<String, Safetensors.Tensor> tensors = tensors();
    put(tensors, "model.layers.0.self_attn.rotary_emb.inv_freq", 1);
    Path file = written("older.safetensors", tensors);
    HuggingFaceWeights.open(file, declared(CONFIG)).close();
    DecoderConfig tied = new DecoderConfig(11, 8, 2, 4, 2, 12, 1e-5, 10_000, true);
    Declaration declaration = declared(tied);
    assertThat(declaration.frozenTensors())
        .extracting(Declaration.Tensor::name)
        .doesNotContain("lm_head.weight");
    HuggingFaceWeights.open(file, declaration).close();
  }

  @Test
  void aFolderWithoutWeightsIsRefused() {
    assertThatThrownBy(() -> HuggingFaceWeights.open(folder, declared(CONFIG)))
        .hasMessage(folder + " must have a file that ends in .safetensors, has none");
  }
}
