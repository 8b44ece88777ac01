package lamina.results.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.TrialId;
import lamina.config.border.AtomicFile;
import lamina.config.border.RunFolder;
import lamina.results.Format;
import lamina.results.OwnSource;
import lamina.results.RunFiles;
import lamina.results.SweepProvenance;
import lamina.results.SweepTable;
import lamina.results.TrialTable;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * A sweep's results in one folder: {@code table.csv} and its other forms, {@code trials.csv},
 * {@code provenance.json}, the sources of users' mechanisms under {@code mechanisms/}, the trained
 * parameters under {@code weights/} and what TensorBoard reads under {@code tensorboard/}.
 *
 * @param weights files of trained parameters
 * @param curves event files
 */
public record Export(int weights, int curves) {
  private static final Map<String, Format> TABLES =
      Map.of(
          "table.csv", Format.CSV,
          "table.md", Format.MARKDOWN,
          "table.tex", Format.LATEX,
          "table.html", Format.HTML,
          "table.json", Format.JSON);

  /** Written first: a folder that has it is an export, be it half of one. */
  private static final String TRIALS = "trials.csv";

  /**
   * Refuses a folder with other people's files.
   *
   * @throws ConfigException for a file, or a folder that is neither empty nor an export
   */
  public static void requireRoom(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new ConfigException("out must be a folder, got the file " + folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent() && !Files.exists(folder.resolve(TRIALS))) {
        throw new ConfigException(
            "out must be empty or a former export (with %s), got %s".formatted(TRIALS, folder));
      }
    }
  }

  /**
   * Writes what is there, over a former export of the same folder; every file whole or not at all.
   *
   * @throws ConfigException for a folder that is taken, or a metric that no trial has
   */
  public static Export write(Sweep sweep, Store store, String metric, Path folder)
      throws IOException {
    requireRoom(folder);
    SweepTable table = SweepTable.of(sweep, store, metric);
    String trials = TrialTable.render(TrialTable.of(sweep, store), Format.CSV, metric);
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve(TRIALS), trials);
    for (Map.Entry<String, Format> form : TABLES.entrySet()) {
      AtomicFile.write(folder.resolve(form.getKey()), form.getValue().render(table));
    }
    AtomicFile.write(folder.resolve("provenance.json"), SweepProvenance.of(sweep, store));
    for (OwnSource source : OwnSource.of(sweep, store)) {
      Path sources = Files.createDirectories(folder.resolve("mechanisms"));
      AtomicFile.write(sources.resolve(source.file()), source.text());
    }
    return runs(sweep, store, folder);
  }

  private static Export runs(Sweep sweep, Store store, Path folder) throws IOException {
    Map<String, String> names = FileNames.of(sweep);
    int weights = 0;
    int curves = 0;
    for (Variant variant : sweep.variants()) {
      for (long seed : sweep.seeds()) {
        TrialId id = Trial.of(variant.experiment(), seed).id();
        RunFolder run = store.folder(id);
        String name = names.get(variant.name());
        if (store.state(id) instanceof RunState.Completed && Files.exists(run.parameters())) {
          String file = String.format(Locale.ROOT, "%s-seed-%d.safetensors", name, seed);
          copy(run.parameters(), folder.resolve("weights").resolve(file));
          weights++;
        }
        List<JsonNode> epochs = RunFiles.epochs(run);
        if (!epochs.isEmpty()) {
          Path logs = folder.resolve("tensorboard").resolve(name).resolve("seed-" + seed);
          Files.createDirectories(logs);
          byte[] events = EventFile.of(epochs, started(run));
          AtomicFile.write(logs.resolve(EventFile.NAME), ByteBuffer.wrap(events));
          curves++;
        }
      }
    }
    return new Export(weights, curves);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (FileChannel in = FileChannel.open(from)) {
      AtomicFile.write(to, in.map(FileChannel.MapMode.READ_ONLY, 0, in.size()));
    }
  }

  /** In seconds since 1970; 0 before the run's end, when it is not written yet. */
  private static double started(RunFolder run) throws IOException {
    return RunFiles.provenance(run)
        .map(provenance -> Instant.parse(provenance.path("started").asText()))
        .map(start -> start.toEpochMilli() / 1000.0)
        .orElse(0.0);
  }
}
