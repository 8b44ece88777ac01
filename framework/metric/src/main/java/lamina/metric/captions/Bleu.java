package lamina.metric.captions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU-1 to BLEU-4 (Papineni et al. 2002) as pycocoevalcap computes them: counts of the whole
 * corpus, each clipped to the reference that has most; the length of the reference that is closest,
 * of two equally close ones the shorter; no smoothing but {@code (correct + 1e-15) / (guessed +
 * 1e-9)}, so that a perfect caption has a little less than 1.
 */
public final class Bleu {
  private static final int LONGEST = 4;
  private static final double TINY = 1e-15;
  private static final double SMALL = 1e-9;

  private Bleu() {}

  /** Bleu_1, Bleu_2, Bleu_3 and Bleu_4, in [0, 1], of tokenised captions. */
  public static List<CaptionScore> of(List<Captioned> items) {
    Counts all = new Counts();
    double[][] byItem = new double[LONGEST][items.size()];
    for (int i = 0; i < items.size(); i++) {
      Counts counts = counted(items.get(i));
      all.add(counts);
      double[] scores = counts.scores();
      for (int n = 0; n < LONGEST; n++) {
        byItem[n][i] = scores[n];
      }
    }
    double[] corpus = all.scores();
    List<CaptionScore> scores = new ArrayList<>();
    for (int n = 0; n < LONGEST; n++) {
      scores.add(CaptionScore.of("Bleu_" + (n + 1), corpus[n], items, byItem[n]));
    }
    return scores;
  }

  private static Counts counted(Captioned item) {
    Ngrams candidate = Ngrams.of(item.candidate(), LONGEST);
    List<Ngrams> references =
        item.references().stream().map(text -> Ngrams.of(text, LONGEST)).toList();
    Counts counts = new Counts();
    counts.words = candidate.words();
    counts.referenceWords = closest(candidate.words(), references);
    for (int n = 0; n < LONGEST; n++) {
      counts.guessed[n] = Math.max(0, candidate.words() - n);
      Map<List<String>, Integer> most = new HashMap<>();
      for (Ngrams reference : references) {
        reference.counts().get(n).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
      }
      for (Map.Entry<List<String>, Integer> ngram : candidate.counts().get(n).entrySet()) {
        counts.correct[n] += Math.min(ngram.getValue(), most.getOrDefault(ngram.getKey(), 0));
      }
    }
    return counts;
  }

  private static int closest(int words, List<Ngrams> references) {
    int closest = references.get(0).words();
    for (Ngrams reference : references) {
      int nearer = Math.abs(closest - words) - Math.abs(reference.words() - words);
      if (nearer > 0 || (nearer == 0 && reference.words() < closest)) {
        closest = reference.words();
      }
    }
    return closest;
  }

  /** Of one caption, or of all; index n - 1 for n-grams. */
  private static final class Counts {
    private long words;
    private long referenceWords;
    private final long[] guessed = new long[LONGEST];
    private final long[] correct = new long[LONGEST];

    void add(Counts other) {
      words += other.words;
      referenceWords += other.referenceWords;
      for (int n = 0; n < LONGEST; n++) {
        guessed[n] += other.guessed[n];
        correct[n] += other.correct[n];
      }
    }

    double[] scores() {
      double ratio = (words + TINY) / (referenceWords + SMALL);
      double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
      double product = 1;
      double[] scores = new double[LONGEST];
      for (int n = 0; n < LONGEST; n++) {
        product *= (correct[n] + TINY) / (guessed[n] + SMALL);
        scores[n] = brevity * Math.pow(product, 1.0 / (n + 1));
      }
      return scores;
    }
  }
}
