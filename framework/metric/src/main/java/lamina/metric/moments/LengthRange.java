package lamina.metric.moments;

import java.util.List;
import java.util.Locale;
import lamina.metric.moments.GroundTruth.Window;

/** The ranges of length, in seconds, that ground-truth windows are reported by. */
enum LengthRange {
  SHORT(0, 10),
  MIDDLE(10, 30),
  LONG(30, 150),
  /** Every window, also one longer than 150 seconds or of no length. */
  FULL(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double above;
  private final double upTo;

  LengthRange(double above, double upTo) {
    this.above = above;
    this.upTo = upTo;
  }

  /** The windows with above < length <= upTo. */
  List<Window> of(List<Window> windows) {
    return this == FULL
        ? windows
        : windows.stream().filter(w -> above < w.length() && w.length() <= upTo).toList();
  }

  /** As the official evaluator calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return this == FULL ? "full" : "%s (%.0f to %.0f seconds)".formatted(key(), above, upTo);
  }
}
