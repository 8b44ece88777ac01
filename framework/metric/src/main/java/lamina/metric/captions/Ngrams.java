package lamina.metric.captions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each n-gram is in a caption.
 *
 * @param words how many words the caption has
 * @param counts of n-grams of n = 1, 2, ...: element n - 1
 */
record Ngrams(int words, List<Map<List<String>, Integer>> counts) {

  /** N-grams of up to {@code longest} words. */
  static Ngrams of(String caption, int longest) {
    List<String> words = Words.of(caption);
    List<Map<List<String>, Integer>> counts = new ArrayList<>();
    for (int n = 1; n <= longest; n++) {
      Map<List<String>, Integer> ofN = new HashMap<>();
      for (int i = 0; i + n <= words.size(); i++) {
        ofN.merge(words.subList(i, i + n), 1, Integer::sum);
      }
      counts.add(ofN);
    }
    return new Ngrams(words.size(), counts);
  }
}
