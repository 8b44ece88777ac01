package lamina.config.border;

import java.util.List;
import lamina.config.Json;
import lamina.config.Trial;

/**
 * What a worker is told on its standard input, one line each: train this trial, in this folder.
 *
 * @param trial the canonical JSON of a {@link Trial}
 * @param folder the run's folder, an absolute path that ends in the trial's id
 * @param code the users' mechanisms that the trial is of
 */
public record Assignment(String trial, String folder, List<MechanismCode> code) {
  /** Of a trial whose mask is Lamina's. */
  public Assignment(String trial, String folder) {
    this(trial, folder, List.of());
  }

  public String toLine() {
    return Json.line(this);
  }

  public static Assignment fromLine(String line) {
    return Json.read(line, Assignment.class);
  }
}
