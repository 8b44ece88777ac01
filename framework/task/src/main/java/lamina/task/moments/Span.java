package lamina.task.moments;

/** A part of a video, as shares of its clips; a true one may reach a little beyond them. */
record Span(double centre, double width) {
  double start() {
    return centre - width / 2;
  }

  double end() {
    return centre + width / 2;
  }

  /** |centre - centre| + |width - width|. */
  double l1(Span other) {
    return Math.abs(centre - other.centre) + Math.abs(width - other.width);
  }

  /**
   * Intersection over union, less the share of the smallest span around both that neither covers
   * (arXiv 1902.09630).
   */
  double generalizedIou(Span other) {
    double both = Math.max(0, Math.min(end(), other.end()) - Math.max(start(), other.start()));
    double union = width + other.width - both;
    double around = Math.max(0, Math.max(end(), other.end()) - Math.min(start(), other.start()));
    return both / union - (around - union) / around;
  }
}
