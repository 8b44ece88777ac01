package lamina.spark;

import lamina.config.Json;

/**
 * A Spark task's trial.
 *
 * @param attempt whose files the driver takes
 * @param trial its canonical JSON
 * @param folder of the run at the driver, an absolute path that ends in the trial's id
 */
record Order(String attempt, String trial, String folder) {
  String toLine() {
    return Json.line(this);
  }

  static Order fromLine(String line) {
    return Json.read(line, Order.class);
  }
}
