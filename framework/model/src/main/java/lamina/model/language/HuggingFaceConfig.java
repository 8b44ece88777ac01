package lamina.model.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.ConfigException;
import lamina.config.Json;

/**
 * Reads the {@code config.json} that lies beside Hugging Face's weights: what no shape of a tensor
 * tells, among it. A model that {@link Decoder} is not is refused.
 */
public final class HuggingFaceConfig {
  private static final double ROTARY_BASE = 10_000;

  private final Path file;
  private final JsonNode config;

  private HuggingFaceConfig(Path file, JsonNode config) {
    this.file = file;
    this.config = config;
  }

  /**
   * The size of the model.
   *
   * @throws ConfigException where the file says nothing of a size, or describes another model
   */
  public static DecoderConfig read(Path file) throws IOException {
    return new HuggingFaceConfig(file, Json.parse(Files.readString(file))).decoder();
  }

  private DecoderConfig decoder() {
    requireLlama();
    int width = size("hidden_size");
    int heads = size("num_attention_heads");
    JsonNode groups = config.path("num_key_value_heads");
    DecoderConfig decoder =
        new DecoderConfig(
            size("vocab_size"),
            width,
            size("num_hidden_layers"),
            heads,
            groups.isInt() ? groups.intValue() : heads,
            size("intermediate_size"),
            number("rms_norm_eps").doubleValue(),
            rotaryBase(),
            config.path("tie_word_embeddings").asBoolean(false));
    JsonNode headWidth = config.path("head_dim");
    boolean whole = headWidth.isMissingNode() || headWidth.isNull();
    require(
        whole || headWidth.asInt() == decoder.headWidth(),
        "head_dim",
        "be hidden_size / num_attention_heads",
        headWidth);
    return decoder;
  }

  private void requireLlama() {
    JsonNode type = config.path("model_type");
    require(type.asText().equals("llama"), "model_type", "be llama", type);
    JsonNode activation = config.path("hidden_act");
    require(activation.asText("silu").equals("silu"), "hidden_act", "be silu", activation);
    for (String bias : new String[] {"attention_bias", "mlp_bias"}) {
      require(!config.path(bias).asBoolean(false), bias, "be false", config.path(bias));
    }
    JsonNode scaling = config.path("rope_scaling");
    require(scaling.isMissingNode() || scaling.isNull(), "rope_scaling", "be null", scaling);
    JsonNode rotary = config.at("/rope_parameters/rope_type");
    require(
        rotary.asText("default").equals("default"),
        "rope_parameters.rope_type",
        "be default",
        rotary);
  }

  /** Older files have it at the root, or not at all. */
  private double rotaryBase() {
    JsonNode nested = config.at("/rope_parameters/rope_theta");
    return nested.asDouble(config.path("rope_theta").asDouble(ROTARY_BASE));
  }

  private int size(String field) {
    return number(field).intValue();
  }

  private JsonNode number(String field) {
    JsonNode value = config.path(field);
    require(value.isNumber(), field, "be a number", value);
    return value;
  }

  private void require(boolean holds, String field, String rule, JsonNode value) {
    if (!holds) {
      throw new ConfigException(
          "%s: %s must %s, got %s"
              .formatted(file, field, rule, value.isMissingNode() ? "none" : value));
    }
  }
}
