package lamina.metric.captions;

import java.util.List;

/**
 * ROUGE-L (Lin 2004) as pycocoevalcap computes it: the F measure, beta = 1.2, of the best precision
 * and the best recall of the longest common subsequence, which may come from different references.
 * Words are what is between single blanks, so an empty caption is one empty word.
 */
public final class RougeL {
  private static final double BETA_SQUARED = 1.2 * 1.2;

  private RougeL() {}

  /** ROUGE_L, in [0, 1], of tokenised captions: their mean and each. */
  public static CaptionScore of(List<Captioned> items) {
    return CaptionScore.mean("ROUGE_L", items, items.stream().mapToDouble(RougeL::score).toArray());
  }

  private static double score(Captioned item) {
    String[] candidate = words(item.candidate());
    double precision = 0;
    double recall = 0;
    for (String reference : item.references()) {
      String[] words = words(reference);
      double common = longestCommonSubsequence(candidate, words);
      precision = Math.max(precision, common / candidate.length);
      recall = Math.max(recall, common / words.length);
    }
    return precision == 0
        ? 0
        : (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
  }

  /** With all empty words, also those at the end, which Java would drop. */
  private static String[] words(String caption) {
    return caption.split(" ", -1);
  }

  static int longestCommonSubsequence(String[] a, String[] b) {
    int[] before = new int[b.length + 1];
    for (String word : a) {
      int[] now = new int[b.length + 1];
      for (int j = 0; j < b.length; j++) {
        now[j + 1] = word.equals(b[j]) ? before[j] + 1 : Math.max(before[j + 1], now[j]);
      }
      before = now;
    }
    return before[b.length];
  }
}
