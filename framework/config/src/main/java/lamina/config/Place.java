package lamina.config;

import java.util.List;

/**
 * The attention of a model that a mechanism acts on.
 *
 * @param name says in messages whose attention it is
 * @param queries the kinds of tokens that attend, in their order
 * @param keys the kinds that are attended to; empty where tokens attend to each other
 * @param causal whether a token sees nothing behind itself
 * @param padding whether some keys may be padding
 * @param pairs whether pairs of tokens may be hidden from each other
 * @param readsTokens whether what comes out is read token by token, and not as a mean alone
 */
public record Place(
    String name,
    List<Kind> queries,
    List<Kind> keys,
    boolean causal,
    boolean padding,
    Pairs pairs,
    boolean readsTokens) {

  /**
   * Which pairs of tokens are hidden from each other, beside padding and what is behind a token.
   */
  public enum Pairs {
    /** None. */
    SEEN,
    /** Some, in some batches. */
    SOMETIMES_HIDDEN,
    /** Some, in every batch. */
    ALWAYS_HIDDEN
  }

  /** Self-attention without padding or hidden pairs. */
  public static Place of(String name, List<Kind> tokens, boolean readsTokens) {
    return new Place(name, tokens, List.of(), false, false, Pairs.SEEN, readsTokens);
  }

  /** The same where keys may be padding. */
  public Place padded() {
    return new Place(name, queries, keys, causal, true, pairs, readsTokens);
  }

  /** The same where pairs are hidden. */
  public Place withPairs(Pairs hidden) {
    return new Place(name, queries, keys, causal, padding, hidden, readsTokens);
  }

  /** Whether tokens attend to others than themselves. */
  public boolean cross() {
    return !keys.isEmpty();
  }

  /** The greatest attention. */
  public MaskShape shape() {
    return new MaskShape(tokens(queries), tokens(cross() ? keys : queries));
  }

  /** How many tokens of a kind stand in front. */
  public int leading(String kind) {
    Kind first = queries.get(0);
    return first.name().equals(kind) ? first.tokens() : 0;
  }

  private static int tokens(List<Kind> kinds) {
    return kinds.stream().mapToInt(Kind::tokens).sum();
  }
}
