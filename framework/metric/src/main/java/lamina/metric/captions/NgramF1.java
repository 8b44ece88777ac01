package lamina.metric.captions;

import java.util.List;
import java.util.Map;
import lamina.config.ConfigException;

/**
 * The F1 of the n-grams of two tokenised captions, counted as often as they occur: 2 · common /
 * (all of one + all of the other), in [0, 1]. Without any n-gram it is 0.
 *
 * @param n at least 1
 */
public record NgramF1(int n) implements Similarity<String> {

  public NgramF1 {
    if (n < 1) {
      throw new ConfigException("n of n-gram F1 must be at least 1, got " + n);
    }
  }

  @Override
  public String name() {
    return n + "-gram F1";
  }

  @Override
  public double between(String generated, String truth) {
    Map<List<String>, Integer> truths = Ngrams.of(truth, n).counts().get(n - 1);
    int common = 0;
    int all = truths.values().stream().mapToInt(Integer::intValue).sum();
    for (Map.Entry<List<String>, Integer> own :
        Ngrams.of(generated, n).counts().get(n - 1).entrySet()) {
      common += Math.min(own.getValue(), truths.getOrDefault(own.getKey(), 0));
      all += own.getValue();
    }
    return all == 0 ? 0 : 2.0 * common / all;
  }
}
