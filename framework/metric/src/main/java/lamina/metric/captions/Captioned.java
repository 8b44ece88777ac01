package lamina.metric.captions;

import java.util.List;
import lamina.config.ConfigException;

/**
 * What is described, once by a candidate and at least once by people.
 *
 * @param references at least one; each may be empty
 * @param candidate may be empty
 */
public record Captioned(String id, List<String> references, String candidate) {

  public Captioned {
    if (references.isEmpty()) {
      throw new ConfigException("id '" + id + "': references must be at least 1, got 0");
    }
    references = List.copyOf(references);
  }
}
