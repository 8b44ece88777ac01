package lamina.metric.captions;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lamina.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * R@k/N of AutoAD-II (Han et al. 2023): how often the true sentence is among the k that are most
 * similar to the generated one, of N neighbours in time. Windows of N sentences begin every N/2;
 * sentences after the last whole window do not count.
 *
 * <p>Where true sentences are equally similar the order among them is taken to be chance: a
 * sentence counts with the share of orders in which its own is among the first k. So who generates
 * the same sentence everywhere gets k/N.
 *
 * @param k at least 1, at most {@code n}
 * @param n sentences a window, at least 2
 */
public record RecallWithinNeighbours(int k, int n) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  public RecallWithinNeighbours {
    if (n < 2) {
      throw new ConfigException("N of R@k/N must be at least 2, got " + n);
    }
    if (k < 1 || k > n) {
      throw new ConfigException("k of R@k/N must be from 1 to N = " + n + ", got " + k);
    }
  }

  /** What is written as "5/16". */
  public static RecallWithinNeighbours parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      throw new ConfigException("--recall must be written k/N, for example 5/16, got " + written);
    }
    return new RecallWithinNeighbours(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * Counts what is found.
   *
   * @param generated in the order of time
   * @param truth as many, in the same order
   * @throws ConfigException if the lists differ in length or a similarity is not finite
   */
  public <T> Found of(List<T> generated, List<T> truth, Similarity<T> similarity) {
    if (generated.size() != truth.size()) {
      throw new ConfigException(
          "generated sentences must be as many as true ones, "
              + truth.size()
              + ", got "
              + generated.size());
    }
    Found found = new Found(new double[truth.size()], new int[truth.size()]);
    for (int start = 0; start + n <= truth.size(); start += n / 2) {
      for (int own = start; own < start + n; own++) {
        found.times[own] += found(generated.get(own), truth, start, own, similarity);
        found.windows[own]++;
      }
    }
    return found;
  }

  /**
   * How often sentences were found.
   *
   * @param times by sentence
   * @param windows that the sentence is in: 0, 1 or more
   */
  public record Found(double[] times, int[] windows) {

    /** The recall over all windows, in [0, 1]; null where there are fewer than N sentences. */
    public @Nullable Double recall() {
      int all = Arrays.stream(windows).sum();
      return all == 0 ? null : Double.valueOf(Arrays.stream(times).sum() / all);
    }

    /** The recall of one sentence over its windows; null behind the last window. */
    public @Nullable Double recall(int sentence) {
      return windows[sentence] == 0 ? null : Double.valueOf(times[sentence] / windows[sentence]);
    }
  }

  /**
   * What captions must be to have a recall.
   *
   * @throws ConfigException naming the item that has several references
   */
  static void requireOneReference(List<Captioned> items) {
    for (Captioned item : items) {
      if (item.references().size() != 1) {
        throw new ConfigException(
            "--recall: id '%s' must have 1 reference, got %d"
                .formatted(item.id(), item.references().size()));
      }
    }
  }

  /** Of tokenised captions in the order of time, with one reference each. */
  CaptionScore score(List<Captioned> items, Similarity<String> similarity) {
    Found found =
        of(
            items.stream().map(Captioned::candidate).toList(),
            items.stream().map(item -> item.references().get(0)).toList(),
            similarity);
    Map<String, @Nullable Double> byId = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      byId.put(items.get(i).id(), found.recall(i));
    }
    return new CaptionScore(this + " by " + similarity.name(), found.recall(), byId);
  }

  @Override
  public String toString() {
    return "R@" + k + "/" + n;
  }

  private <T> double found(
      T generated, List<T> truth, int start, int own, Similarity<T> similarity) {
    double wanted = similarity.between(generated, truth.get(own));
    int better = 0;
    int equal = 0;
    for (T other : truth.subList(start, start + n)) {
      double value = similarity.between(generated, other);
      if (!Double.isFinite(value)) {
        throw new ConfigException(similarity.name() + " must be finite, got " + value);
      }
      better += value > wanted ? 1 : 0;
      equal += value == wanted ? 1 : 0;
    }
    return Math.min(1, Math.max(0, (double) (k - better) / equal));
  }
}
