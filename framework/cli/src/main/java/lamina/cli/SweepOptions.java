package lamina.cli;

import java.nio.file.Path;
import lamina.data.DataFolder;
import lamina.script.Scripts;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command about a sweep is told. */
final class SweepOptions {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "the experiment, a *.lamina.kts script (code: run only scripts you trust)")
  Path file;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "where runs are kept (default: LAMINA_STORE, else results/runs)",
      defaultValue = "${env:LAMINA_STORE:-results/runs}")
  Path store;

  @Option(
      names = "--smoke",
      description = "one epoch, eight examples, one seed: shows that the experiment runs")
  boolean smoke;

  Sweep sweep() {
    Path compiled = DataFolder.ofThisMachine().path().resolveSibling("scripts");
    Sweep sweep = new Scripts(compiled).load(file);
    return smoke ? sweep.smoke() : sweep;
  }

  Store store() {
    return new Store(store);
  }
}
