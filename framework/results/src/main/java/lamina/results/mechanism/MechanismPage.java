package lamina.results.mechanism;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.Json;
import lamina.config.border.MechanismCheck;
import lamina.cost.Cost;
import lamina.results.Html;
import lamina.sweep.MechanismHelper;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a mechanism says, on one page.
 *
 * @param name of the mechanism, with the values of its components
 * @param cost at the quickstart's size; null where the mechanism has none there
 * @param refused why it has none; else empty
 */
public record MechanismPage(
    String name, MechanismCheck check, @Nullable Cost cost, String refused) {
  private static final String LOAD_SIZE = "16 examples of 25 + 25 tokens, 4 layers, width 64";

  /**
   * Checks a mechanism, which takes seconds.
   *
   * @throws ConfigException with the compiler's errors, or where it cannot be checked at all
   */
  public static MechanismPage of(AttentionMask mask, MechanismHelper helper) {
    Experiment<?> experiment = Quickstart.under(mask);
    MechanismCheck check = helper.check(experiment);
    String name = name(mask);
    try {
      return new MechanismPage(name, check, Cost.of(experiment).orElse(null), "");
    } catch (ConfigException e) {
      return new MechanismPage(name, check, null, String.valueOf(e.getMessage()));
    }
  }

  /** Its kind and its components, as in {@code cog-attention: keepEnds = true}. */
  private static String name(AttentionMask mask) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> part : Json.tree(mask).properties()) {
      if (!part.getKey().equals("kind")) {
        JsonNode value = part.getValue();
        boolean source = part.getKey().equals("source");
        String written = value.isTextual() ? value.textValue() : value.toString();
        parts.add(part.getKey() + " = " + (source ? written.substring(0, 12) : written));
      }
    }
    return parts.isEmpty() ? mask.kind() : mask.kind() + ": " + String.join(", ", parts);
  }

  /** Whether all rules are kept. */
  public boolean holds() {
    return check.holds();
  }

  private long faults() {
    return check.findings().stream().filter(finding -> !finding.holds()).count();
  }

  private String verdict() {
    return holds()
        ? "all of %d rules hold".formatted(check.findings().size())
        : "%d of %d rules do not hold".formatted(faults(), check.findings().size());
  }

  /** For a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(name).append("\n\n");
    for (MechanismCheck.Finding finding : check.findings()) {
      text.append(
          "  %-5s  %-10s  %s%n"
              .formatted(finding.holds() ? "holds" : "FAULT", finding.rule(), finding.detail()));
    }
    text.append('\n');
    if (check.traits() != null) {
      text.append("promises (traits)\n");
      TraitWords.promises(check.traits()).forEach(line -> text.append("  " + line + "\n"));
      text.append('\n');
    }
    costs().forEach(line -> text.append(line).append('\n'));
    return text.append('\n').append(verdict()).append('\n').toString();
  }

  private List<String> costs() {
    List<String> lines = new ArrayList<>();
    if (cost == null) {
      lines.add("at the quickstart's size (" + Quickstart.SIZE + "): " + refused);
    } else {
      lines.add("at the quickstart's size (" + Quickstart.SIZE + ")");
      lines.add(
          "  parameters  %s more than plain attention, %s in the whole model"
              .formatted(number(cost.maskParameters()), number(cost.parameters())));
      lines.add("  MACs        " + macs(cost));
    }
    MechanismCheck.Load load = check.load();
    if (load != null) {
      lines.add("in a training step (" + LOAD_SIZE + ")");
      lines.add(
          String.format(
              Locale.ROOT,
              "  time        %.1f ms, plain attention %.1f ms (%.2f times)",
              load.stepMillis(),
              load.plainMillis(),
              load.stepMillis() / load.plainMillis()));
      lines.add(
          String.format(
              Locale.ROOT,
              "  memory      %.1f MiB, plain attention %.1f MiB (%.2f times)",
              mebibytes(load.bytes()),
              mebibytes(load.plainBytes()),
              (double) load.bytes() / load.plainBytes()));
    }
    return lines;
  }

  private static String macs(Cost cost) {
    OptionalLong more = cost.maskMacs();
    return more.isEmpty()
        ? "not counted: the mechanism has no macs(Site)"
        : "%s more than plain attention for an example, %s in the whole model"
            .formatted(number(more.getAsLong()), number(cost.macs().orElseThrow()));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }

  /** For a notebook. */
  public String html() {
    String left = "<td style=\"text-align:left;white-space:normal\">";
    List<String> rows = new ArrayList<>();
    for (MechanismCheck.Finding finding : check.findings()) {
      rows.add(
          Html.name(finding.rule())
              + (finding.holds() ? Html.cell("holds") : Html.strongCell("FAULT"))
              + left
              + Html.escape(finding.detail())
              + "</td>");
    }
    List<String> notes = new ArrayList<>();
    if (check.traits() != null) {
      notes.add("Promises: " + String.join("; ", TraitWords.promises(check.traits())) + ".");
    }
    costs().forEach(line -> notes.add(line.strip()));
    String heads = Html.head("rule") + Html.head("") + Html.head("what was seen");
    return "<style>\n"
        + Html.TABLE_STYLE
        + "</style>\n"
        + Html.table(name + ": " + verdict(), heads, rows, notes);
  }

  @Override
  public String toString() {
    return text();
  }
}
