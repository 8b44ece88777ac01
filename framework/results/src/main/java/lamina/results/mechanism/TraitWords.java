package lamina.results.mechanism;

import java.util.ArrayList;
import java.util.List;
import lamina.config.Traits;

/** Traits in words. */
final class TraitWords {
  private TraitWords() {}

  /** What differs from plain attention; "as plain attention" where nothing does. */
  static String differing(Traits traits) {
    List<String> words = new ArrayList<>();
    if (traits.weights() != Traits.Weights.DISTRIBUTION) {
      words.add(weights(traits));
    }
    say(words, traits.rows() == Traits.Rows.WHOLE, "whole rows");
    say(words, traits.mask(), mask(traits));
    say(words, traits.sides(), "sides of an example's own");
    say(words, !traits.causal(), "not causal");
    say(words, !traits.cross(), "no cross-attention");
    say(words, !traits.padding(), "no padding");
    say(words, !traits.keepsTokens(), "other tokens come out");
    say(words, !traits.batchFree(), "reads the batch, of " + traits.leastBatch() + " or more");
    say(words, traits.plainAtStart(), "starts the same for all examples");
    return words.isEmpty() ? "as plain attention" : String.join(", ", words);
  }

  /** All that a mechanism promises, a line each. */
  static List<String> promises(Traits traits) {
    List<String> words = new ArrayList<>();
    words.add("weights: " + weights(traits));
    boolean own = traits.rows() == Traits.Rows.OWN;
    words.add("rows: " + (own ? "each from its own scores" : "whole, from those of others too"));
    words.add("mask: " + (traits.mask() ? mask(traits) : "none"));
    words.add("sides of an example's own: " + yes(traits.sides()));
    words.add("may stand where pairs are hidden (causal): " + yes(traits.causal()));
    words.add("may stand in cross-attention (cross): " + yes(traits.cross()));
    words.add("leaves padding out (padding): " + yes(traits.padding()));
    words.add("as many tokens come out as go in (keepsTokens): " + yes(traits.keepsTokens()));
    String least =
        traits.leastBatch() > 1 ? ", batches of " + traits.leastBatch() + " or more" : "";
    words.add("the same in any batch (batchFree): " + yes(traits.batchFree()) + least);
    words.add("starts the same for all examples (plainAtStart): " + yes(traits.plainAtStart()));
    return words;
  }

  private static String weights(Traits traits) {
    return switch (traits.weights()) {
      case DISTRIBUTION -> "not negative, rows add up to 1";
      case NON_NEGATIVE -> "weights not negative";
      case SIGNED -> "weights of both signs";
      case NONE -> "no weights";
    };
  }

  private static String mask(Traits traits) {
    return traits.multiplies() ? "a mask that multiplies" : "a mask";
  }

  private static String yes(boolean value) {
    return value ? "yes" : "no";
  }

  private static void say(List<String> words, boolean holds, String word) {
    if (holds) {
      words.add(word);
    }
  }
}
