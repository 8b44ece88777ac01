package lamina.results.paper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A row beside its baseline, as it is written in a table.
 *
 * @param p corrected
 */
record Comparison(String row, String difference, String interval, String p) {
  private static final double SIGNIFICANT = 0.05;

  /** What the comparisons of one table say together. */
  static String verdict(List<Comparison> all) {
    if (all.isEmpty()) {
      return "Nothing is compared.";
    }
    List<String> parts = new ArrayList<>();
    all.stream().filter(Comparison::isSeen).map(Comparison::finding).forEach(parts::add);
    List<Comparison> others = all.stream().filter(each -> !each.isSeen()).toList();
    if (!others.isEmpty()) {
      parts.add(range(others, others.size() < all.size()));
    }
    String family =
        all.size() == 1 ? " (one comparison)" : " (p corrected for %d)".formatted(all.size());
    return String.join("; ", parts) + family + ".";
  }

  private boolean isSeen() {
    return p.startsWith("<") || Double.parseDouble(p) < SIGNIFICANT;
  }

  private String finding() {
    return "**%s is %s**, by %s %s, p %s"
        .formatted(row, difference.startsWith("-") ? "lower" : "higher", difference, interval, p);
  }

  private static String range(List<Comparison> others, boolean more) {
    Comparator<Comparison> byDifference =
        Comparator.comparingDouble(each -> Double.parseDouble(each.difference()));
    String least = others.stream().min(byDifference).orElseThrow().difference();
    String most = others.stream().max(byDifference).orElseThrow().difference();
    String which = (more ? "no other difference" : "no difference") + " is seen";
    if (others.size() == 1) {
      return which + " (%s %s, p %s)".formatted(least, others.get(0).interval(), others.get(0).p());
    }
    return which + " in %d comparisons, from %s to %s".formatted(others.size(), least, most);
  }
}
