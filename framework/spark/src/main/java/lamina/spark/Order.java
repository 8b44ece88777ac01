package lamina.spark;

import java.util.List;
import lamina.config.Json;
import lamina.config.border.MechanismCode;

/**
 * A Spark task's trial.
 *
 * @param attempt whose files the driver takes
 * @param trial its canonical JSON
 * @param folder of the run at the driver, an absolute path that ends in the trial's id
 * @param code the users' mechanisms that the trial is of
 */
record Order(String attempt, String trial, String folder, List<MechanismCode> code) {
  String toLine() {
    return Json.line(this);
  }

  static Order fromLine(String line) {
    return Json.read(line, Order.class);
  }
}
