package lamina.results.report;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lamina.config.Json;
import lamina.config.Task;
import lamina.results.Html;
import lamina.results.HtmlTable;
import lamina.results.OwnSource;
import lamina.results.Row;
import lamina.results.SweepProvenance;
import lamina.results.SweepTable;
import lamina.results.TableColumn;
import lamina.results.TrialTable;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.SweepStatus;

/**
 * A sweep, done or not, as one HTML page: the table with its tests, pictures, costs, failures with
 * their reasons, and where all of it comes from.
 *
 * @param metric that the table tests, e.g. {@code test/accuracy}
 */
public record Report(Sweep sweep, Store store, String metric) {
  private static final double LEVEL = 0.05;

  /**
   * The page.
   *
   * @param now when it is written
   * @throws lamina.config.ConfigException for a metric that no trial has
   */
  public String page(Instant now) throws IOException {
    SweepTable table = SweepTable.of(sweep, store, metric).showing(TableColumn.COMPARISON);
    SweepStatus status = SweepStatus.of(sweep, store);
    Origins origins = new Origins(Json.parse(SweepProvenance.of(sweep, store)));
    return Page.of(
        sweep.name(),
        header(status, origins, now)
            + Page.section("Result", result(table), HtmlTable.figure(table))
            + furtherMetrics()
            + pictures()
            + costs(table)
            + failures(status)
            + mechanisms()
            + provenance(origins));
  }

  private String header(SweepStatus status, Origins origins, Instant now) {
    String seeds = sweep.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String tasks =
        sweep.tasks().stream().map(Report::name).distinct().collect(Collectors.joining("; "));
    String lead =
        String.format(
            Locale.ROOT,
            "%s. %d variants under the seeds %s.",
            tasks,
            sweep.variants().size(),
            seeds);
    long open = status.count(RunState.Pending.class) + status.count(RunState.Running.class);
    String notice =
        open == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "<p class=\"notice\">%d of %d trials have no result yet, so every number here may change.</p>\n",
                open,
                status.entries().size());
    return """
        <header>
        <h1>%s</h1>
        <p class="lead">%s</p>
        <p class="meta">%s %s. Written %s.</p>
        %s</header>
        """
        .formatted(
            Html.escape(sweep.name()),
            Html.escape(lead),
            Html.escape(origins.sentence()),
            Html.escape(status.line().substring(sweep.name().length() + 2)),
            Origins.minute(now.toString()),
            notice);
  }

  private static String name(Task task) {
    var tree = Json.tree(task);
    String kind = tree.path("kind").asText().replace('-', ' ');
    return kind.substring(0, 1).toUpperCase(Locale.ROOT)
        + kind.substring(1)
        + " on "
        + tree.path("data").path("kind").asText().replace('-', ' ');
  }

  private static String result(SweepTable table) {
    List<Row> compared = table.rows().stream().filter(row -> row.comparison().isPresent()).toList();
    if (compared.isEmpty()) {
      return "The table shows %s by variant; nothing can be compared yet."
          .formatted(table.metric());
    }
    List<String> significant =
        compared.stream().filter(row -> row.holm() < LEVEL).map(Report::difference).toList();
    return String.format(
        Locale.ROOT,
        "The table shows %s by variant and its difference to %s. After Holm's correction %s of %d comparisons %s significant at the 5 %% level%s.",
        table.metric(),
        table.baselinesInWords(),
        significant.isEmpty() ? "none" : Integer.toString(significant.size()),
        compared.size(),
        significant.size() > 1 ? "are" : "is",
        significant.isEmpty() ? "" : ": " + String.join("; ", significant));
  }

  private static String difference(Row row) {
    boolean higher = row.comparison().map(test -> test.difference() > 0).orElse(false);
    return row.name() + (higher ? " (higher)" : " (lower)");
  }

  private String furtherMetrics() throws IOException {
    List<String> known = TrialTable.of(sweep, store).columnNames();
    List<SweepTable> tables = new ArrayList<>();
    for (String each : reported(sweep.baseline().experiment().task())) {
      String name = "test/" + each;
      if (!name.equals(metric) && known.contains(name)) {
        tables.add(SweepTable.of(sweep, store, name));
      }
    }
    return tables.isEmpty()
        ? ""
        : Page.section(
            "Further metrics",
            "The other metrics of the task on the test split, without tests.",
            HtmlTable.overview(sweep.name() + ": further metrics", tables));
  }

  /** What papers on the task report. */
  private static List<String> reported(Task task) {
    return task.fold(
        classification -> List.of("accuracy", "accuracy-top-5", "loss"),
        moments ->
            List.of(
                "mr-map",
                "mr-r1@0.5",
                "mr-r1@0.7",
                "mr-map@0.5",
                "mr-map@0.75",
                "hl-map-very-good",
                "hl-hit1-very-good"),
        captioning ->
            List.of(
                "cider-plain",
                "rouge-l-plain",
                "bleu-1-plain",
                "bleu-4-plain",
                "recall-1-of-16-minilm",
                "recall-5-of-16-minilm"));
  }

  private String pictures() throws IOException {
    Figures figures = new Figures(sweep, store);
    String ablations = figures.ablations(metric);
    String curves = figures.curves(metric);
    String along =
        "How %s changes along each axis of the sweep; a dashed line is the mean of what has no such axis, as a baseline without a mask."
            .formatted(metric);
    return (ablations.isEmpty() ? "" : Page.section("Along the axes", along, ablations))
        + (curves.isEmpty()
            ? ""
            : Page.section("Learning curves", "How training went, epoch by epoch.", curves));
  }

  private String costs(SweepTable table) throws IOException {
    List<Costs> costs = Costs.of(sweep, store);
    String sentence =
        String.format(
            Locale.ROOT,
            "What a variant has and computes, and the time of its completed trials by the clock, of the last attempt where a trial was resumed. Together they took %.2f hours of one device; trials that run side by side slow each other down.",
            Costs.hours(costs));
    String counted = HtmlTable.figure(table.showing(TableColumn.knownCosts(table)));
    return Page.section("Costs", sentence, counted + Costs.table(sweep.name(), costs));
  }

  private static String failures(SweepStatus status) {
    List<String> rows = new ArrayList<>();
    for (SweepStatus.Entry entry : status.entries()) {
      if (entry.state() instanceof RunState.Failed failed) {
        rows.add(
            Html.name(entry.variant())
                + Html.cell(Long.toString(entry.trial().seed()))
                + Html.cell(entry.id().brief())
                + Html.cell(failed.reason()));
      }
    }
    String heads =
        Html.head("variant") + Html.head("seed") + Html.head("run") + Html.head("reason");
    String table = Html.table(status.sweep() + ": failures", heads, rows, List.of());
    return rows.isEmpty()
        ? ""
        : Page.section(
            "Failures",
            "Trials without a result, and why; no mean above counts them.",
            "<div class=\"failures\">\n" + table + "</div>\n");
  }

  private String mechanisms() throws IOException {
    StringBuilder html = new StringBuilder();
    for (OwnSource source : OwnSource.of(sweep, store)) {
      html.append(
          "<h3>%s</h3>\n<p class=\"meta\">%s, SHA-256 %s</p>\n<pre class=\"source\"><code>%s</code></pre>\n"
              .formatted(
                  Html.escape(source.kind()),
                  Html.escape(source.file()),
                  Html.escape(source.digest()),
                  Html.escape(source.text())));
    }
    return html.isEmpty()
        ? ""
        : Page.section(
            "Mechanisms of one's own",
            "The sources that variants are of; a changed source is another variant.",
            html.toString());
  }

  private static String provenance(Origins origins) {
    return Page.section(
        "Provenance",
        origins.isKnown()
            ? "What the trials ran with; several values where trials differ."
            : "No trial has ended yet.",
        origins.isKnown() ? origins.list() + origins.checksums() : "");
  }
}
