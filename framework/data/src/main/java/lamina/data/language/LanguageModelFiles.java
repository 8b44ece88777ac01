package lamina.data.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lamina.config.Captioning;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.PretrainedDecoder;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Failure;
import lamina.data.text.Tokenizer;

/**
 * A pretrained language model in Hugging Face's files, which are those that its checksum says.
 *
 * @param folder {@code language-models/<name>} of the data folder
 */
public record LanguageModelFiles(Path folder) {
  private static final String FOLDER = "language-models";
  private static final String CONFIG = "config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String WEIGHTS = ".safetensors";
  private static final String CARD = "docs/captions-official-files.md says which files go there";

  /**
   * Reads all files once, for their checksum.
   *
   * @throws DataException where one is missing or cannot be read, they are others than declared, or
   *     there are other than the declared layers
   */
  public static LanguageModelFiles open(PretrainedDecoder declared, DataFolder data) {
    LanguageModelFiles files = at(declared, data);
    Path folder = files.folder();
    String checksum = files.checksum();
    if (!checksum.equals(declared.checksum())) {
      throw new DataException(
          "%s: the checksum of its files must be %s, got %s"
              .formatted(folder, declared.checksum(), checksum));
    }
    JsonNode layers = files.json(files.config()).path("num_hidden_layers");
    if (!layers.isInt() || layers.intValue() != declared.layers()) {
      throw new DataException(
          "%s: num_hidden_layers must be %d as task.captioner.decoder.layers, got %s"
              .formatted(files.config(), declared.layers(), shown(layers)));
    }
    return files;
  }

  /**
   * Those that a task declares; empty where it declares none.
   *
   * @throws DataException as {@link #open} does
   */
  public static Optional<LanguageModelFiles> of(Captioning task, DataFolder data) {
    return declared(task).map(pretrained -> open(pretrained, data));
  }

  /** The checksum by the folder's name; nothing is read. */
  public static Map<String, String> declaredSources(Captioning task) {
    return declared(task)
        .map(pretrained -> Map.of(FOLDER + "/" + pretrained.name(), pretrained.checksum()))
        .orElse(Map.of());
  }

  /**
   * The files that a task declares, which alone change a number; none of them is read.
   *
   * @throws DataException where one is missing
   */
  public static List<Path> declaredFiles(Captioning task, DataFolder data) {
    return declared(task).map(pretrained -> at(pretrained, data).files()).orElse(List.of());
  }

  private static LanguageModelFiles at(PretrainedDecoder declared, DataFolder data) {
    return new LanguageModelFiles(data.path().resolve(FOLDER).resolve(declared.name()));
  }

  private static Optional<PretrainedDecoder> declared(Captioning task) {
    return task.captioner()
        .fold(
            swinBert -> Optional.empty(),
            adapter -> adapter.decoder().fold(trained -> Optional.empty(), Optional::of));
  }

  public Path config() {
    return folder.resolve(CONFIG);
  }

  /**
   * Captions as numbers of the model.
   *
   * @throws DataException where the files do not fit each other
   */
  public Tokenizer tokenizer() {
    Path file = folder.resolve(TOKENIZER);
    PretrainedTokenizer.Numbers numbers = numbers(json(config()));
    int largest = largestNumber(json(file));
    if (largest >= numbers.size()) {
      throw new DataException(
          "%s: numbers of tokens must be below vocab_size %d of %s, got %d"
              .formatted(file, numbers.size(), CONFIG, largest));
    }
    try {
      return PretrainedTokenizer.open(Files.readAllBytes(file), numbers);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failure.reason(e), e);
    } catch (RuntimeException e) {
      // what the native library says of a file that is none of its
      throw new DataException(file + " cannot be read as a tokenizer: " + e.getMessage(), e);
    }
  }

  /** As {@code sha256sum config.json *.safetensors tokenizer.json | sha256sum} prints it. */
  private String checksum() {
    StringBuilder text = new StringBuilder();
    for (Path file : files()) {
      text.append(Checksum.of(file)).append("  ").append(file.getFileName()).append('\n');
    }
    return Checksum.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(required(CONFIG)));
    files.addAll(weights());
    files.add(required(TOKENIZER));
    return files;
  }

  private Path required(String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + " is missing; " + CARD);
    }
    return file;
  }

  private List<Path> weights() {
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> weights =
          inside.filter(f -> f.getFileName().toString().endsWith(WEIGHTS)).sorted().toList();
      if (weights.isEmpty()) {
        throw new DataException(folder + " must have a file *" + WEIGHTS + ", has none; " + CARD);
      }
      return weights;
    } catch (IOException e) {
      throw new DataException(folder + " cannot be read: " + Failure.reason(e), e);
    }
  }

  private PretrainedTokenizer.Numbers numbers(JsonNode config) {
    JsonNode size = config.path("vocab_size");
    if (!size.isInt() || size.intValue() < 1) {
      throw new DataException(
          config() + ": vocab_size must be a number of at least 1, got " + shown(size));
    }
    int end = special(config, "eos_token_id", size.intValue());
    JsonNode padding = config.path("pad_token_id");
    boolean none = !padding.isInt() || padding.intValue() < 0;
    return new PretrainedTokenizer.Numbers(
        size.intValue(),
        special(config, "bos_token_id", size.intValue()),
        end,
        none ? end : special(config, "pad_token_id", size.intValue()));
  }

  /** Of several that end a text, the first. */
  private int special(JsonNode config, String field, int size) {
    JsonNode value = config.path(field).isArray() ? config.path(field).path(0) : config.path(field);
    if (!value.isInt() || value.intValue() < 0 || value.intValue() >= size) {
      throw new DataException(
          "%s: %s must be from 0 to %d, below vocab_size, got %s"
              .formatted(config(), field, size - 1, shown(value)));
    }
    return value.intValue();
  }

  private static int largestNumber(JsonNode tokenizer) {
    JsonNode words = tokenizer.at("/model/vocab");
    int largest = words.isArray() ? words.size() - 1 : -1;
    if (words.isObject()) {
      for (JsonNode number : words) {
        largest = Math.max(largest, number.asInt());
      }
    }
    for (JsonNode added : tokenizer.path("added_tokens")) {
      largest = Math.max(largest, added.path("id").asInt());
    }
    return largest;
  }

  private JsonNode json(Path file) {
    try {
      return Json.parse(Files.readString(file));
    } catch (ConfigException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failure.reason(e), e);
    }
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "none" : value.toString();
  }
}
