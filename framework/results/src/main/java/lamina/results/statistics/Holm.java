package lamina.results.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's correction of several p values (Scandinavian Journal of Statistics 6, 1979). */
public final class Holm {
  private Holm() {}

  /** The adjusted p values, in the order of the given ones. */
  public static double[] adjust(List<Double> p) {
    List<Integer> rising =
        IntStream.range(0, p.size()).boxed().sorted(Comparator.comparing(p::get)).toList();
    double[] adjusted = new double[p.size()];
    double greatest = 0;
    for (int rank = 0; rank < rising.size(); rank++) {
      double scaled = (p.size() - rank) * p.get(rising.get(rank));
      greatest = Math.max(greatest, Math.min(1, scaled));
      adjusted[rising.get(rank)] = greatest;
    }
    return adjusted;
  }
}
