package lamina.metric.captions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What pycocoevalcap calls CIDEr, which is CIDEr-D (Vedantam et al. 2015): 10 times the mean over n
 * = 1 to 4 and over the references of the cosine of tf-idf vectors, the candidate's weights clipped
 * to the reference's, times {@code exp(-d² / (2 · 6²))} of the difference d of their lengths.
 *
 * <p>The document frequency of an n-gram is the number of items whose references have it, so a
 * corpus of one item is worth 0. The length of a caption is its number of bigrams.
 */
public final class Cider {
  private static final int LONGEST = 4;
  private static final double SIGMA = 6;
  private static final double SCALE = 10;

  private Cider() {}

  /** CIDEr, in [0, 10], of tokenised captions: their mean and each. */
  public static CaptionScore of(List<Captioned> items) {
    List<List<Ngrams>> references =
        items.stream()
            .map(i -> i.references().stream().map(text -> Ngrams.of(text, LONGEST)).toList())
            .toList();
    Map<List<String>, Integer> frequency = documentFrequency(references);
    double[] scores = new double[items.size()];
    for (int i = 0; i < scores.length; i++) {
      Vector candidate =
          Vector.of(Ngrams.of(items.get(i).candidate(), LONGEST), frequency, scores.length);
      double sum = 0;
      for (Ngrams reference : references.get(i)) {
        sum += similarity(candidate, Vector.of(reference, frequency, scores.length));
      }
      scores[i] = SCALE * sum / references.get(i).size();
    }
    return CaptionScore.mean("CIDEr", items, scores);
  }

  private static Map<List<String>, Integer> documentFrequency(List<List<Ngrams>> documents) {
    Map<List<String>, Integer> frequency = new HashMap<>();
    for (List<Ngrams> document : documents) {
      Set<List<String>> ngrams = new HashSet<>();
      document.forEach(text -> text.counts().forEach(counts -> ngrams.addAll(counts.keySet())));
      ngrams.forEach(ngram -> frequency.merge(ngram, 1, Integer::sum));
    }
    return frequency;
  }

  /** In [0, 1]: the mean over n. */
  private static double similarity(Vector candidate, Vector reference) {
    double sum = 0;
    for (int n = 0; n < LONGEST; n++) {
      Map<List<String>, Double> weights = reference.weights.get(n);
      double product = 0;
      for (Map.Entry<List<String>, Double> ngram : candidate.weights.get(n).entrySet()) {
        double weight = weights.getOrDefault(ngram.getKey(), 0.0);
        product += Math.min(ngram.getValue(), weight) * weight;
      }
      double norms = candidate.norms[n] * reference.norms[n];
      sum += norms == 0 ? 0 : product / norms;
    }
    double delta = candidate.bigrams - reference.bigrams;
    return Math.exp(-delta * delta / (2 * SIGMA * SIGMA)) * sum / LONGEST;
  }

  /** Tf-idf by n. */
  private record Vector(List<Map<List<String>, Double>> weights, double[] norms, int bigrams) {

    static Vector of(Ngrams ngrams, Map<List<String>, Integer> frequency, int documents) {
      List<Map<List<String>, Double>> weights = new ArrayList<>();
      double[] norms = new double[LONGEST];
      for (int n = 0; n < LONGEST; n++) {
        Map<List<String>, Double> ofN = new HashMap<>();
        double squares = 0;
        for (Map.Entry<List<String>, Integer> ngram : ngrams.counts().get(n).entrySet()) {
          int containing = Math.max(1, frequency.getOrDefault(ngram.getKey(), 0));
          double idf = Math.log(documents) - Math.log(containing);
          double weight = ngram.getValue() * idf;
          ofN.put(ngram.getKey(), weight);
          squares += weight * weight;
        }
        weights.add(ofN);
        norms[n] = Math.sqrt(squares);
      }
      return new Vector(weights, norms, Math.max(0, ngrams.words() - 1));
    }
  }
}
