package lamina.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.OwnMask;
import lamina.config.own.MechanismSource;
import lamina.data.DataFolder;
import lamina.script.Scripts;
import lamina.sweep.BroughtCode;
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

  @Option(
      names = "--source",
      paramLabel = "SHA-256",
      description =
          "the beginning of a digest in the store: shows what the script's mechanism of that name"
              + " was, not what its file has become")
  private List<String> digests = List.of();

  @Option(
      names = "--class-path",
      paramLabel = "JARS",
      split = "[:;]",
      description = "jars with mechanisms of one's own, for scripts that use their classes")
  private List<Path> jars = List.of();

  Sweep sweep() {
    Path compiled = DataFolder.ofThisMachine().path().resolveSibling("scripts");
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new ConfigException("--class-path must name jars, got " + jar);
      }
    }
    List<MechanismSource> sources =
        digests.stream().map(digest -> BroughtCode.source(store(), digest)).toList();
    Sweep sweep = new Scripts(compiled).load(file, sources, jars);
    sources.forEach(source -> requireDeclared(source, sweep));
    return smoke ? sweep.smoke() : sweep;
  }

  private static void requireDeclared(MechanismSource source, Sweep sweep) {
    boolean declared =
        sweep.variants().stream()
            .flatMap(variant -> OwnMask.in(variant.experiment().mask()).stream())
            .anyMatch(own -> own.source().equals(source.digest()));
    if (!declared) {
      throw new ConfigException(
          "--source must be of a mechanism that the script declares, got %s, which is of %s"
              .formatted(source.digest(), source.name()));
    }
  }

  Store store() {
    return new Store(store);
  }
}
