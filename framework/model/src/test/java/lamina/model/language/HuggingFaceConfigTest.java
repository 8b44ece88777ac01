package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceConfigTest {
  private static final String LLAMA =
      """
      {"model_type": "llama", "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 11008,
       "num_attention_heads": 32, "num_hidden_layers": 32, "rms_norm_eps": 1e-06,
       "vocab_size": 32000, "tie_word_embeddings": false, "rope_scaling": null}
      """;

  @TempDir Path folder;

  private DecoderConfig read(String text) throws IOException {
    return HuggingFaceConfig.read(Files.writeString(folder.resolve("config.json"), text));
  }

  @Test
  void theSizeIsThatOfTheFile() throws IOException {
    assertThat(read(LLAMA))
        .isEqualTo(new DecoderConfig(32_000, 4096, 32, 32, 32, 11_008, 1e-6, 10_000, false));
    String grouped =
        LLAMA
            .replace("\"rope_scaling\": null", "\"rope_theta\": 500000.0")
            .replace(
                "\"vocab_size\"", "\"num_key_value_heads\": 8, \"head_dim\": 128, \"vocab_size\"")
            .replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true");
    assertThat(read(grouped))
        .isEqualTo(new DecoderConfig(32_000, 4096, 32, 32, 8, 11_008, 1e-6, 500_000, true));
    String nested =
        LLAMA.replace(
            "\"rope_scaling\": null",
            "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 500.0}");
    assertThat(read(nested).rotaryBase()).isEqualTo(500);
  }

  @Test
  void anotherModelIsRefused() {
    assertRefused("\"llama\"", "\"qwen2\"", "model_type must be llama, got \"qwen2\"");
    assertRefused("\"silu\"", "\"gelu\"", "hidden_act must be silu, got \"gelu\"");
    assertRefused(
        "\"rope_scaling\": null",
        "\"rope_scaling\": {\"factor\": 8.0}",
        "rope_scaling must be null, got {\"factor\":8.0}");
    assertRefused(
        "\"rope_scaling\": null",
        "\"rope_parameters\": {\"rope_type\": \"yarn\"}",
        "rope_parameters.rope_type must be default, got \"yarn\"");
    assertRefused(
        "\"rope_scaling\": null", "\"attention_bias\": true", "attention_bias must be false");
    assertRefused("\"rope_scaling\": null", "\"head_dim\": 64", "head_dim must be hidden_size /");
    assertRefused("\"vocab_size\": 32000,", "", "vocab_size must be a number, got none");
  }

  private void assertRefused(String what, String otherwise, String message) {
    assertThatThrownBy(() -> read(LLAMA.replace(what, otherwise)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(message);
  }
}
