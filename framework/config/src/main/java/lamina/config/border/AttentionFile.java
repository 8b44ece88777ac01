package lamina.config.border;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.TrialId;
import lamina.config.border.Safetensors.Tensor;

/**
 * The masks and the attention of a finished trial, in one safetensors file.
 *
 * @param tensors {@code attention/layer-1}, what multiplies the values, (E, H, Nq, Nk), and where
 *     the layer is masked {@code mask/layer-1}, M (E, Nq, Nk), or (1, Nq, Nk) where M is the same
 *     for every example; where heads differ with an axis H behind the first; layers from 1
 */
public record AttentionFile(TrialId trial, Observed observed, Map<String, Tensor> tensors) {
  private static final String TRIAL = "trial";

  /** The name of a layer's probabilities. */
  public static String attention(int layer) {
    return "attention/layer-" + layer;
  }

  /** The name of a layer's mask. */
  public static String mask(int layer) {
    return "mask/layer-" + layer;
  }

  /**
   * Writes it whole or not at all; the fields beside the tensors are metadata, each a JSON text.
   */
  public void write(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(TRIAL, Json.line(trial));
    Json.tree(observed)
        .properties()
        .forEach(field -> metadata.put(field.getKey(), Json.line(field.getValue())));
    new Safetensors(tensors, metadata).write(file);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException where the file is damaged or another
   */
  public static AttentionFile read(Path file) throws IOException {
    Safetensors content = Safetensors.read(file);
    ObjectNode fields = Json.object();
    try {
      content.metadata().forEach((name, text) -> fields.set(name, Json.parse(text)));
      TrialId trial = new TrialId(fields.path(TRIAL).asText());
      return new AttentionFile(
          trial, Json.read(fields.without(TRIAL), Observed.class), content.tensors());
    } catch (ConfigException e) {
      throw new IOException(file + " is no file of attention: " + e.getMessage(), e);
    }
  }
}
