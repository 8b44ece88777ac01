package lamina.results.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lamina.results.Html;

/**
 * Where a sweep's results come from, as a page shows it.
 *
 * @param provenance what {@code SweepProvenance} writes
 */
record Origins(JsonNode provenance) {
  private static final Map<String, String> TITLES = new LinkedHashMap<>();

  static {
    TITLES.put("commit", "Commit");
    TITLES.put("dirty", "Uncommitted changes");
    TITLES.put("java", "Java");
    TITLES.put("djl", "DJL");
    TITLES.put("libtorch", "libtorch");
    TITLES.put("device", "Device");
    TITLES.put("threads", "Threads a worker");
    TITLES.put("flushToZero", "Flush to zero");
    TITLES.put("attention", "Attention");
    TITLES.put("host", "Host");
    TITLES.put("os", "System");
    TITLES.put("cpu", "Processor");
    TITLES.put("started", "First start");
    TITLES.put("ended", "Last end");
  }

  /** Whether any trial has ended. */
  boolean isKnown() {
    return provenance.hasNonNull("commit");
  }

  /** When, and from which commit, in one sentence. */
  String sentence() {
    if (!isKnown()) {
      return "No trial has ended yet.";
    }
    List<String> commits = new ArrayList<>();
    values("commit")
        .forEach(commit -> commits.add(commit.substring(0, Math.min(12, commit.length()))));
    boolean dirty = values("dirty").contains("yes");
    return "Trained from %s to %s at commit %s%s."
        .formatted(
            minute(provenance.get("started").asText()),
            minute(provenance.get("ended").asText()),
            String.join(", ", commits),
            dirty ? ", with uncommitted changes" : "");
  }

  /** To the minute, in UTC. */
  static String minute(String instant) {
    return instant.substring(0, 16).replace('T', ' ') + " UTC";
  }

  /** Every circumstance; several values where trials differ. */
  String list() {
    StringBuilder html = new StringBuilder("<dl>\n");
    TITLES.forEach(
        (field, title) -> {
          if (provenance.hasNonNull(field)) {
            html.append("<dt>%s</dt><dd>%s</dd>\n".formatted(title, html(values(field))));
          }
        });
    return html.append("</dl>\n").toString();
  }

  /** SHA-256 of the files that were trained on. */
  String checksums() {
    Set<String> rows = new LinkedHashSet<>();
    for (JsonNode files : each("dataChecksums")) {
      files
          .properties()
          .forEach(
              file -> rows.add(Html.name(file.getKey()) + Html.cell(file.getValue().asText())));
    }
    String heads = Html.head("file") + Html.head("SHA-256");
    String table = Html.table("Data", heads, List.copyOf(rows), List.of());
    return rows.isEmpty() ? "" : "<div class=\"checksums\">\n" + table + "</div>\n";
  }

  private static String html(List<String> values) {
    return values.stream().map(Html::escape).collect(Collectors.joining("<br>"));
  }

  private List<String> values(String field) {
    return each(field).stream()
        .map(value -> value.isBoolean() ? (value.asBoolean() ? "yes" : "no") : value.asText())
        .toList();
  }

  /** One value for all trials stands alone, different ones in an array. */
  private List<JsonNode> each(String field) {
    JsonNode value = provenance.path(field);
    List<JsonNode> values = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(values::add);
    } else if (!value.isMissingNode() && !value.isNull()) {
      values.add(value);
    }
    return values;
  }
}
