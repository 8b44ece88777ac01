package lamina.task.classification;

import java.util.SortedMap;
import java.util.TreeMap;

/** Mean loss, accuracy and top-5 accuracy, over examples added one by one. */
final class Metrics {
  private int count;
  private double loss;
  private int first;
  private int amongFive;

  /**
   * Adds one example.
   *
   * @param logits a score for every class
   */
  void add(float[] logits, int label, double loss) {
    int higher = 0;
    for (int i = 0; i < logits.length; i++) {
      boolean beats = logits[i] > logits[label] || (logits[i] == logits[label] && i < label);
      higher += beats ? 1 : 0;
    }
    count++;
    this.loss += loss;
    first += higher == 0 ? 1 : 0;
    amongFive += higher < 5 ? 1 : 0;
  }

  SortedMap<String, Double> values() {
    return new TreeMap<>(
        java.util.Map.of(
            "loss", loss / count,
            "accuracy", (double) first / count,
            "accuracy-top-5", (double) amongFive / count));
  }
}
