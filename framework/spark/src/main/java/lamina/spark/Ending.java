package lamina.spark;

import lamina.config.Json;

/**
 * How a Spark task ended.
 *
 * @param answer what the driver said last; GO where the worker died
 * @param exitCode of that worker
 * @param lastWords of it, for people
 */
record Ending(Call.Answer answer, int exitCode, String lastWords) {
  static Ending of(Call.Answer answer) {
    return new Ending(answer, 0, "");
  }

  String toLine() {
    return Json.line(this);
  }

  static Ending fromLine(String line) {
    return Json.read(line, Ending.class);
  }
}
