package lamina.results.mechanism;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import lamina.config.AttentionMask;
import lamina.config.MaskCount;
import lamina.cost.Cost;
import lamina.mechanism.Origin;
import lamina.results.Html;

/**
 * All mechanisms of Lamina.
 *
 * @param lines in the order of their written names
 */
public record MechanismList(List<Line> lines) {
  private static final String NOTE =
      "parameters are those that a mechanism adds to the quickstart's model ("
          + Quickstart.SIZE
          + "), with its defaults; - where a component has none";

  /**
   * One mechanism.
   *
   * @param id its written name, whole
   * @param paper empty where there is none
   * @param traits what it promises otherwise than plain attention
   * @param parameters that it adds; a dash where they are not known
   */
  public record Line(String id, String family, String paper, String traits, String parameters) {}

  /** Those on the class path. */
  public static MechanismList all() {
    return new MechanismList(BuiltIns.all().stream().map(MechanismList::line).toList());
  }

  private static Line line(NamedType kind) {
    Origin origin = BuiltIns.type(kind).getAnnotation(Origin.class);
    Optional<AttentionMask> mask = BuiltIns.byDefault(kind);
    return new Line(
        kind.getName(),
        origin == null ? "" : origin.family(),
        origin == null ? "" : origin.paper(),
        mask.map(one -> TraitWords.differing(one.traits())).orElse("as its components say"),
        mask.map(MechanismList::parameters).orElse("-"));
  }

  private static String parameters(AttentionMask mask) {
    MaskCount count = Cost.ofMask(Quickstart.under(mask));
    return String.format(Locale.ROOT, "%,d", count.trained() + count.kept());
  }

  /** A line a mechanism, its id first, aligned; nothing is cut, however wide. */
  public String text() {
    int id = width(Line::id);
    int family = width(Line::family);
    int parameters = width(Line::parameters);
    int paper = width(MechanismList::paper);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(pad(line.id(), id))
          .append("  ")
          .append(pad(line.family(), family))
          .append("  ")
          .append(" ".repeat(parameters - line.parameters().length()))
          .append(line.parameters())
          .append("  ")
          .append(pad(paper(line), paper))
          .append("  ")
          .append(line.traits())
          .append('\n');
    }
    return text.toString();
  }

  /** What the columns of the text are. */
  public static String note() {
    return "id, family, parameters, paper, traits; " + NOTE;
  }

  private static String paper(Line line) {
    return line.paper().isEmpty() ? "-" : line.paper();
  }

  private int width(Function<Line, String> column) {
    return lines.stream().mapToInt(line -> column.apply(line).length()).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  /** A table for a notebook. */
  public String html() {
    String heads =
        Html.head("id")
            + Html.head("family")
            + Html.head("parameters")
            + Html.head("paper")
            + Html.head("traits");
    List<String> rows =
        lines.stream()
            .map(
                line ->
                    Html.name(line.id())
                        + Html.cell(line.family())
                        + Html.cell(line.parameters())
                        + Html.cell(paper(line))
                        + Html.cell(line.traits()))
            .toList();
    return "<style>\n"
        + Html.TABLE_STYLE
        + "</style>\n"
        + Html.table("Mechanisms", heads, rows, List.of(NOTE));
  }

  @Override
  public String toString() {
    return text();
  }
}
