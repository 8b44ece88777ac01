package lamina.spark;

import lamina.config.Json;
import lamina.sweep.cluster.ClusterSettings.Program;

/**
 * What every machine of a run is told when it joins.
 *
 * @param program what workers are; its files are the bundle's
 * @param store the driver's, an absolute path
 * @param token a file of the store whose name nobody else knows: who sees it sees the store; empty
 *     where machines shall not look
 */
record Load(Bundle files, Bundle data, Program program, String store, String token, boolean gpu) {
  String toLine() {
    return Json.line(this);
  }

  static Load fromLine(String line) {
    return Json.read(line, Load.class);
  }
}
