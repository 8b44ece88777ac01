package lamina.config.border;

import lamina.config.Json;
import lamina.config.Trial;

/**
 * What a worker is told on its standard input, one line each: train this trial, in this folder.
 *
 * @param trial the canonical JSON of a {@link Trial}
 * @param folder the run's folder, an absolute path that ends in the trial's id
 */
public record Assignment(String trial, String folder) {
  public String toLine() {
    return Json.line(this);
  }

  public static Assignment fromLine(String line) {
    return Json.read(line, Assignment.class);
  }
}
