package lamina.data.language;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lamina.config.Json;
import lamina.config.PretrainedDecoder;
import lamina.config.border.Safetensors;
import lamina.data.DataFolder;

/**
 * A LLaMA of two layers in Hugging Face's files, with random weights and a tokenizer whose tokens
 * are whole words in lower case. Its special tokens are where {@code Vocabulary} has others:
 * unknown 0, end 1, begin 2.
 */
public final class TinyLanguageModel {
  public static final int LAYERS = 2;
  public static final int WIDTH = 8;
  private static final List<String> SPECIAL = List.of("<unk>", "</s>", "<s>");
  private static final int HEADS = 2;
  private static final int FEED_FORWARD = 12;

  private final DataFolder data;
  private final String name;
  private final Path folder;
  private final List<String> tokens = new ArrayList<>(SPECIAL);

  /** Writes all files. */
  public TinyLanguageModel(DataFolder data, String name, List<String> words) throws IOException {
    this.data = data;
    this.name = name;
    this.folder = Files.createDirectories(data.path().resolve("language-models").resolve(name));
    tokens.addAll(words);
    Files.writeString(folder.resolve("config.json"), Json.pretty(config()));
    Files.writeString(folder.resolve("tokenizer.json"), Json.pretty(tokenizer()));
    weights(0);
  }

  public DataFolder data() {
    return data;
  }

  public Path folder() {
    return folder;
  }

  /** The model as an experiment declares it, with the checksum of the files as they are now. */
  public PretrainedDecoder declared() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      lines.append(sha256(Files.readAllBytes(folder.resolve(file)))).append("  ").append(file);
      lines.append('\n');
    }
    String checksum = sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    return new PretrainedDecoder(name, checksum, LAYERS);
  }

  /** Replaces a piece of a file, which must be there. */
  public void replace(String file, String piece, String by) throws IOException {
    String text = Files.readString(folder.resolve(file));
    if (!text.contains(piece)) {
      throw new IllegalArgumentException(file + " has no " + piece + ": " + text);
    }
    Files.writeString(folder.resolve(file), text.replace(piece, by));
  }

  /** Writes other weights. */
  public void weights(long seed) throws IOException {
    new Safetensors(tensors(new SplittableRandom(seed)), Map.of("format", "pt"))
        .write(folder.resolve("model.safetensors"));
  }

  private ObjectNode config() {
    return Json.object()
        .put("model_type", "llama")
        .put("vocab_size", tokens.size())
        .put("hidden_size", WIDTH)
        .put("intermediate_size", FEED_FORWARD)
        .put("num_hidden_layers", LAYERS)
        .put("num_attention_heads", HEADS)
        .put("rms_norm_eps", 1e-5)
        .put("bos_token_id", tokens.indexOf("<s>"))
        .put("eos_token_id", tokens.indexOf("</s>"));
  }

  /** It would begin every text with {@code <s>} by itself. */
  private ObjectNode tokenizer() {
    ObjectNode tokenizer = Json.object().put("version", "1.0");
    ArrayNode added = tokenizer.putArray("added_tokens");
    for (String special : SPECIAL) {
      ObjectNode token = added.addObject();
      token.put("id", tokens.indexOf(special)).put("content", special).put("special", true);
      for (String option : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        token.put(option, false);
      }
    }
    tokenizer.putObject("normalizer").put("type", "Lowercase");
    tokenizer.putObject("pre_tokenizer").put("type", "Whitespace");
    tokenizer.set(
        "post_processor",
        Json.parse(
            """
            {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
             "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
             "special_tokens": {"<s>": {"id": "<s>", "ids": [2], "tokens": ["<s>"]}}}
            """));
    ObjectNode model = tokenizer.putObject("model");
    model.put("type", "WordLevel").put("unk_token", "<unk>");
    ObjectNode vocabulary = model.putObject("vocab");
    for (int i = 0; i < tokens.size(); i++) {
      vocabulary.put(tokens.get(i), i);
    }
    return tokenizer;
  }

  private Map<String, Safetensors.Tensor> tensors(SplittableRandom random) {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("lm_head.weight", matrix(random, tokens.size(), WIDTH));
    tensors.put("model.embed_tokens.weight", matrix(random, tokens.size(), WIDTH));
    for (int layer = 0; layer < LAYERS; layer++) {
      String in = "model.layers." + layer + ".";
      tensors.put(in + "input_layernorm.weight", ones());
      tensors.put(in + "mlp.down_proj.weight", matrix(random, WIDTH, FEED_FORWARD));
      tensors.put(in + "mlp.gate_proj.weight", matrix(random, FEED_FORWARD, WIDTH));
      tensors.put(in + "mlp.up_proj.weight", matrix(random, FEED_FORWARD, WIDTH));
      tensors.put(in + "post_attention_layernorm.weight", ones());
      for (String projection : List.of("k", "o", "q", "v")) {
        tensors.put(in + "self_attn." + projection + "_proj.weight", matrix(random, WIDTH, WIDTH));
      }
    }
    tensors.put("model.norm.weight", ones());
    return tensors;
  }

  private static Safetensors.Tensor matrix(SplittableRandom random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return new Safetensors.Tensor(new long[] {rows, columns}, values);
  }

  private static Safetensors.Tensor ones() {
    float[] values = new float[WIDTH];
    Arrays.fill(values, 1);
    return new Safetensors.Tensor(new long[] {WIDTH}, values);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
