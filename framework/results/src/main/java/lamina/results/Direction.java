package lamina.results;

import java.util.regex.Pattern;

/** Which side of a metric is the better one, by its name. */
enum Direction {
  HIGHER("▲", "higher is better"),
  LOWER("▼", "lower is better"),
  /** What describes a model without judging it. */
  NEITHER("", "");

  private static final Pattern LOSS = Pattern.compile("(^|[/-])loss$");
  private static final Pattern DESCRIPTION =
      Pattern.compile("(^|/)(attention\\.|mask\\.|gradient-norm)");

  /** Put before the best mean; readable in grey and as plain text. */
  final String mark;

  /** In words. */
  final String meaning;

  Direction(String mark, String meaning) {
    this.mark = mark;
    this.meaning = meaning;
  }

  static Direction of(String metric) {
    if (DESCRIPTION.matcher(metric).find()) {
      return NEITHER;
    }
    return LOSS.matcher(metric).find() ? LOWER : HIGHER;
  }
}
