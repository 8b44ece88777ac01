package lamina.data.own;

import java.nio.file.Path;
import lamina.data.DataException;
import lamina.data.Split;

/**
 * One example of {@code labels.csv}, whose files are there.
 *
 * @param place the file and the line, for messages
 */
record Row(String place, Split split, Path image, Path audio, String label) {

  /** An error that names file, line, rule and value. */
  static DataException wrong(String place, String field, String rule, Object value) {
    return new DataException("%s: %s must %s, got %s".formatted(place, field, rule, value));
  }
}
