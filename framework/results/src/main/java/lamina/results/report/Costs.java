package lamina.results.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import lamina.config.Trial;
import lamina.results.Html;
import lamina.results.RunFiles;
import lamina.results.statistics.Summary;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * How long a variant's trials took.
 *
 * @param seconds of its completed trials, by the clock; of the last attempt where a trial was
 *     resumed
 * @param devices that its completed trials ran on
 */
record Costs(String variant, List<Double> seconds, TreeSet<String> devices) {
  private static final double SECONDS_AN_HOUR = 3600;

  static List<Costs> of(Sweep sweep, Store store) throws IOException {
    List<Costs> all = new ArrayList<>();
    for (Variant variant : sweep.variants()) {
      List<Double> seconds = new ArrayList<>();
      TreeSet<String> devices = new TreeSet<>();
      for (long seed : sweep.seeds()) {
        var id = Trial.of(variant.experiment(), seed).id();
        if (store.state(id) instanceof RunState.Completed) {
          Optional<ObjectNode> provenance = RunFiles.provenance(store.folder(id));
          if (provenance.isPresent()) {
            seconds.add(provenance.get().path("secondsTotal").asDouble());
            devices.add(provenance.get().path("device").asText());
          }
        }
      }
      all.add(new Costs(variant.name(), seconds, devices));
    }
    return all;
  }

  /** A row a variant. */
  static String table(String sweep, List<Costs> all) {
    String heads =
        Html.head("variant")
            + Html.head("trials timed")
            + Html.headOfPair("seconds a trial")
            + Html.head("device");
    return Html.table(
        sweep + ": time of its trials", heads, all.stream().map(Costs::row).toList(), List.of());
  }

  /** All completed trials together, one after another. */
  static double hours(List<Costs> all) {
    return all.stream().flatMap(costs -> costs.seconds().stream()).mapToDouble(s -> s).sum()
        / SECONDS_AN_HOUR;
  }

  private String row() {
    Summary summary = Summary.of(seconds);
    return Html.name(variant)
        + Html.cell(Integer.toString(seconds.size()))
        + Html.pair(
            summary.n() == 0 ? "" : written("%,.1f", summary.mean()),
            summary.n() < 2 ? "" : written("± %,.1f", summary.std()),
            false)
        + Html.cell(String.join(", ", devices));
  }

  private static String written(String pattern, Object number) {
    return String.format(Locale.ROOT, pattern, number);
  }
}
