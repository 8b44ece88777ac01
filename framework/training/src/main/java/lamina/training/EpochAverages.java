package lamina.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.model.Term;

/** What the steps of an epoch were like. */
final class EpochAverages implements AutoCloseable {
  static final String PREFIX = "training/";

  private int count;
  private double losses;
  private double gradientNorms;
  private double greatestGradientNorm;
  private final SortedMap<String, NDArray> terms = new TreeMap<>();
  private final NDManager manager;

  EpochAverages(NDManager parent) {
    this.manager = parent.newSubManager();
  }

  /** One step: its loss, and the L2 norm of all gradients together before clipping. */
  void add(double loss, double gradientNorm) {
    count++;
    losses += loss;
    gradientNorms += gradientNorm;
    greatestGradientNorm = Math.max(greatestGradientNorm, gradientNorm);
  }

  /** What a mechanism adds to the loss, by its name; terms of one name are added up, unread. */
  void add(Term term) {
    NDArray value = term.value().stopGradient();
    try (NDArray weight = value.getManager().create((float) term.weight());
        NDArray weighted = value.mul(weight)) {
      NDArray sum = terms.get(term.name());
      if (sum == null) {
        NDArray first = weighted.duplicate();
        first.attach(manager);
        terms.put(term.name(), first);
      } else {
        sum.addi(weighted);
      }
    }
    value.close();
  }

  Map<String, Double> averages() {
    Map<String, Double> averages = new TreeMap<>();
    averages.put(PREFIX + "loss", losses / count);
    averages.put(PREFIX + "gradient-norm", gradientNorms / count);
    averages.put(PREFIX + "gradient-norm-max", greatestGradientNorm);
    terms.forEach(
        (name, sum) -> averages.put(PREFIX + "term." + name, (double) sum.getFloat() / count));
    return averages;
  }

  @Override
  public void close() {
    manager.close();
  }
}
