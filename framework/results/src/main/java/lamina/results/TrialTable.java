package lamina.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.RunFolder;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Every trial of a sweep in Tablesaw, a row a trial: variant, its axes, seed, state (completed,
 * failed, running or pending), why it failed, trainable parameters, seconds from start to end (of
 * the last attempt where a trial was resumed), and every metric of completed trials in full
 * precision; nothing where there is none.
 */
public final class TrialTable {
  private static final List<String> NOTES =
      List.of("seconds: by the clock, of the last attempt where a trial was resumed.");

  private record Entry(Variant variant, long seed, RunState state, OptionalDouble seconds) {}

  private TrialTable() {}

  /**
   * Reads it off the files.
   *
   * @throws ConfigException for an outcome that cannot be read
   */
  public static Table of(Sweep sweep, Store store) throws IOException {
    List<Entry> entries = entries(sweep, store);
    Table table =
        Table.create(sweep.name(), text("variant", entries, entry -> entry.variant().name()));
    for (String axis : SweepTable.axes(sweep)) {
      table.addColumns(text(axis, entries, e -> e.variant().axes().getOrDefault(axis, "")));
    }
    LongColumn parameters = LongColumn.create("parameters");
    TreeSet<String> metrics = new TreeSet<>();
    for (Entry entry : entries) {
      if (entry.state() instanceof RunState.Completed done) {
        parameters.append(done.outcome().parameters());
        metrics.addAll(done.outcome().metrics().keySet());
      } else {
        parameters.appendMissing();
      }
    }
    table.addColumns(
        LongColumn.create("seed", entries.stream().mapToLong(Entry::seed).toArray()),
        text("state", entries, entry -> written(entry.state())),
        text("failure", entries, TrialTable::failure),
        parameters,
        number("seconds", entries, entry -> entry.seconds().orElse(Double.NaN)));
    metrics.forEach(name -> table.addColumns(number(name, entries, e -> metric(e, name))));
    return table;
  }

  /**
   * As text: one metric for people, everything for programs.
   *
   * @param metric what text and Markdown show
   * @throws ConfigException for a metric that no trial has
   */
  public static String render(Table trials, Format format, String metric) {
    return switch (format) {
      case TEXT -> TextRenderer.render(display(trials, metric), NOTES);
      case MARKDOWN -> MarkdownRenderer.render(display(trials, metric), NOTES);
      case CSV -> RawTable.csv(trials);
      case JSON -> RawTable.json(trials);
      case LATEX, HTML -> throw new IllegalArgumentException(format + " has no form of trials");
    };
  }

  /** Refuses a form that has no room for trials. */
  public static void requireForm(Format format) {
    if (format == Format.LATEX || format == Format.HTML) {
      throw new ConfigException(
          "--format must be text, markdown, csv or json for --trials, got " + format);
    }
  }

  private static Display display(Table trials, String metric) {
    List<String> known = trials.columnNames();
    List<String> metrics = known.subList(known.indexOf("seconds") + 1, known.size());
    if (!metrics.isEmpty() && !metrics.contains(metric)) {
      throw new ConfigException("metric must be one of " + metrics + ", got '" + metric + "'");
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < trials.rowCount(); i++) {
      double value = metrics.isEmpty() ? Double.NaN : trials.doubleColumn(metric).getDouble(i);
      rows.add(
          List.of(
              trials.stringColumn("variant").get(i),
              trials.longColumn("seed").getString(i),
              trials.stringColumn("state").get(i),
              fixed("%,.1f", trials.doubleColumn("seconds").getDouble(i)),
              SweepTable.isShare(metric) ? fixed("%.2f", 100 * value) : fixed("%.4f", value),
              trials.stringColumn("failure").get(i)));
    }
    String title = metric + (SweepTable.isShare(metric) ? " (%)" : "");
    return new Display(List.of("variant", "seed", "state", "seconds", title, "failure"), rows);
  }

  private static String fixed(String pattern, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, pattern, value);
  }

  private static List<Entry> entries(Sweep sweep, Store store) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Variant variant : sweep.variants()) {
      for (long seed : sweep.seeds()) {
        RunFolder run = store.folder(Trial.of(variant.experiment(), seed).id());
        RunState state = store.state(Trial.of(variant.experiment(), seed).id());
        if (state instanceof RunState.Corrupt corrupt) {
          throw new ConfigException(corrupt.reason());
        }
        OptionalDouble seconds =
            RunFiles.provenance(run)
                .map(provenance -> OptionalDouble.of(provenance.path("secondsTotal").asDouble()))
                .orElse(OptionalDouble.empty());
        entries.add(new Entry(variant, seed, state, seconds));
      }
    }
    return entries;
  }

  private static String written(RunState state) {
    if (state instanceof RunState.Completed) {
      return "completed";
    }
    if (state instanceof RunState.Failed) {
      return "failed";
    }
    return state instanceof RunState.Running ? "running" : "pending";
  }

  private static String failure(Entry entry) {
    return entry.state() instanceof RunState.Failed failed ? failed.reason() : "";
  }

  private static double metric(Entry entry, String name) {
    return entry.state() instanceof RunState.Completed done
        ? done.outcome().metrics().getOrDefault(name, Double.NaN)
        : Double.NaN;
  }

  private static StringColumn text(
      String name, List<Entry> entries, Function<Entry, String> value) {
    return StringColumn.create(name, entries.stream().map(value).toList());
  }

  private static DoubleColumn number(
      String name, List<Entry> entries, Function<Entry, Double> value) {
    return DoubleColumn.create(name, entries.stream().map(value).toList());
  }
}
