package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lamina.model.Pass;

/** Cross-entropy of words that are asked for. */
final class Loss {
  private Loss() {}

  /** A word that is asked for: the place where it is predicted, and its number. */
  record Asked(int example, int place, int word) {}

  /**
   * The mean of -log p(word), shape ().
   *
   * @param logits (B, T, V)
   * @param asked at least one
   */
  static NDArray of(Pass pass, NDArray logits, List<Asked> asked) {
    return each(pass, logits, asked).mean();
  }

  /** -log p(word) of every word that is asked for, (asked, 1). */
  static NDArray each(Pass pass, NDArray logits, List<Asked> asked) {
    Shape shape = logits.getShape();
    List<Long> rows = new ArrayList<>();
    List<Long> words = new ArrayList<>();
    for (Asked one : asked) {
      rows.add(one.example() * shape.get(1) + one.place());
      words.add((long) one.word());
    }
    NDArray chosen = logits.reshape(-1, shape.get(2)).get(numbers(pass, rows));
    return chosen.logSoftmax(1).gather(numbers(pass, words).expandDims(1), 1).neg();
  }

  private static NDArray numbers(Pass pass, List<Long> values) {
    return pass.manager().create(values.stream().mapToLong(Long::longValue).toArray());
  }
}
