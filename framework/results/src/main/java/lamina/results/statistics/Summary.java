package lamina.results.statistics;

import java.util.Collection;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What a sample says.
 *
 * @param n values
 * @param mean NaN of none
 * @param std the sample standard deviation (n - 1); NaN of fewer than two
 */
public record Summary(int n, double mean, double std) {
  public static Summary of(Collection<Double> values) {
    SummaryStatistics statistics = new SummaryStatistics();
    values.forEach(statistics::addValue);
    double std = values.size() < 2 ? Double.NaN : statistics.getStandardDeviation();
    return new Summary(values.size(), statistics.getMean(), std);
  }
}
