package lamina.results.plot;

import java.util.ArrayList;
import java.util.List;
import lamina.results.attention.Token;

/** Where an axis of tokens has labels and lines. */
final class TokenAxis {
  private static final int MOST_LABELS = 30;

  private TokenAxis() {}

  /**
   * The tokens whose labels are written: the first of each modality, and so many that none meet.
   */
  static List<Integer> labelled(List<Token> tokens) {
    int step = (tokens.size() + MOST_LABELS - 1) / MOST_LABELS;
    List<Integer> labelled = new ArrayList<>();
    int since = step;
    for (int i = 0; i < tokens.size(); i++) {
      boolean first = i == 0 || !modality(tokens, i).equals(modality(tokens, i - 1));
      if (first && since < step && !labelled.isEmpty()) {
        labelled.remove(labelled.size() - 1);
      }
      if (first || since >= step) {
        labelled.add(i);
        since = 0;
      }
      since++;
    }
    return labelled;
  }

  /** Between the last token of a modality and the first of the next. */
  static List<Double> borders(List<Token> tokens) {
    List<Double> borders = new ArrayList<>();
    for (int i = 1; i < tokens.size(); i++) {
      if (!modality(tokens, i).equals(modality(tokens, i - 1))) {
        borders.add(i - 0.5);
      }
    }
    return borders;
  }

  static String modality(List<Token> tokens, int index) {
    return tokens.get(index).modality();
  }
}
