package lamina.model.language;

import java.util.List;

/**
 * A sequence that was generated.
 *
 * @param tokens without what was given before them and without the end token
 * @param logProbability natural logarithm of the product of all tokens' probabilities, the end
 *     token's included
 * @param ended whether the end token came before the greatest length
 */
public record Generated(List<Integer> tokens, double logProbability, boolean ended) {
  public Generated {
    tokens = List.copyOf(tokens);
  }

  /** How many tokens have probabilities in the product. */
  int length() {
    return tokens.size() + (ended ? 1 : 0);
  }
}
