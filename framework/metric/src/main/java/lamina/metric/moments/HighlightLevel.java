package lamina.metric.moments;

/** What a rater must say of a clip for it to be a highlight. */
enum HighlightLevel {
  FAIR(2, "HL-min-Fair", "fair"),
  GOOD(3, "HL-min-Good", "good"),
  VERY_GOOD(4, "HL-min-VeryGood", "very-good");

  private final int minimum;
  private final String key;
  private final String name;

  HighlightLevel(int minimum, String key, String name) {
    this.minimum = minimum;
    this.key = key;
    this.name = name;
  }

  boolean holds(int saliency) {
    return saliency >= minimum;
  }

  /** As the official evaluator calls it. */
  String key() {
    return key;
  }

  /** As the metrics of Lamina are named. */
  String written() {
    return name;
  }
}
