package lamina.results;

import java.util.Locale;

/** How values of a metric are written: shares as percent. */
record Scale(double factor, int digits) {

  static Scale of(String metric) {
    return SweepTable.isShare(metric) ? new Scale(100, 2) : new Scale(1, 4);
  }

  String fixed(double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value * factor);
  }

  String signed(double value) {
    return String.format(Locale.ROOT, "%+." + digits + "f", value * factor);
  }
}
