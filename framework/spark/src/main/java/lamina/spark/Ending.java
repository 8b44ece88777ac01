package lamina.spark;

import lamina.config.Json;

/**
 * How a Spark task ended.
 *
 * @param answer what the driver said last; GO where the worker died
 * @param exitCode of that worker
 * @param stopped whether that worker said that it ends itself
 * @param lastWords of it, for people
 */
record Ending(Call.Answer answer, int exitCode, boolean stopped, String lastWords) {
  static Ending of(Call.Answer answer) {
    return new Ending(answer, 0, false, "");
  }

  String toLine() {
    return Json.line(this);
  }

  static Ending fromLine(String line) {
    return Json.read(line, Ending.class);
  }
}
