package lamina.config;

/**
 * What a mechanism is, as far as others must know: where it may stand, how it is computed, and how
 * what is seen of it is read. Start from {@link #PLAIN} and say what differs.
 *
 * @param weights what multiplies the values
 * @param rows whether a query's weights can be had without those of other queries
 * @param mask whether scores meet a mask, which observers see
 * @param multiplies whether that mask multiplies, so that a negative one turns an order around
 * @param sides whether it computes arrays from an example's tokens that could be another example's
 * @param causal whether nothing leaks where pairs of tokens are hidden from each other, as what is
 *     behind a token in causal attention
 * @param cross whether tokens can attend to others than themselves
 * @param padding whether keys may be padding
 * @param keepsTokens whether as many tokens come out as went in
 * @param batchFree whether an example's values are the same in any batch
 * @param plainAtStart whether it is the same for all examples before it is trained, as plain
 *     attention is
 * @param leastBatch the fewest examples in a batch with which it is what it is called
 */
public record Traits(
    Weights weights,
    Rows rows,
    boolean mask,
    boolean multiplies,
    boolean sides,
    boolean causal,
    boolean cross,
    boolean padding,
    boolean keepsTokens,
    boolean batchFree,
    boolean plainAtStart,
    int leastBatch) {

  /** What multiplies the values. */
  public enum Weights {
    /** Not negative, and a row's sum is 1. */
    DISTRIBUTION,
    /** Not negative. */
    NON_NEGATIVE,
    /** Of both signs. */
    SIGNED,
    /** There is no such matrix. */
    NONE
  }

  /** What a query's weights are computed from. */
  public enum Rows {
    /** Its own scores: rows can be computed some at a time. */
    OWN,
    /** Those of other queries too. */
    WHOLE
  }

  /** Plain attention: a softmax over what may be seen, anywhere. */
  public static final Traits PLAIN =
      new Traits(
          Weights.DISTRIBUTION,
          Rows.OWN,
          false,
          false,
          false,
          true,
          true,
          true,
          true,
          true,
          false,
          1);

  public Traits withWeights(Weights value) {
    return new Traits(
        value,
        rows,
        mask,
        multiplies,
        sides,
        causal,
        cross,
        padding,
        keepsTokens,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /** The same, computed for all queries at once. */
  public Traits wholeRows() {
    return new Traits(
        weights,
        Rows.WHOLE,
        mask,
        multiplies,
        sides,
        causal,
        cross,
        padding,
        keepsTokens,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /**
   * The same with a mask.
   *
   * @param multiplying whether it multiplies
   */
  public Traits withMask(boolean multiplying) {
    return new Traits(
        weights,
        rows,
        true,
        multiplying,
        sides,
        causal,
        cross,
        padding,
        keepsTokens,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /** The same with arrays that are an example's own. */
  public Traits withSides() {
    return new Traits(
        weights,
        rows,
        mask,
        multiplies,
        true,
        causal,
        cross,
        padding,
        keepsTokens,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /** The same, with no place where pairs of tokens are hidden. */
  public Traits withoutCausal() {
    return new Traits(
        weights,
        rows,
        mask,
        multiplies,
        sides,
        false,
        cross,
        padding,
        keepsTokens,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /** The same, with no place in cross-attention. */
  public Traits withoutCross() {
    return new Traits(
        weights,
        rows,
        mask,
        multiplies,
        sides,
        causal,
        false,
        padding,
        keepsTokens,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /** The same, with no place where keys may be padding. */
  public Traits withoutPadding() {
    return new Traits(
        weights,
        rows,
        mask,
        multiplies,
        sides,
        causal,
        cross,
        false,
        keepsTokens,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /** The same, with other tokens coming out than went in. */
  public Traits withoutTokens() {
    return new Traits(
        weights,
        rows,
        mask,
        multiplies,
        sides,
        causal,
        cross,
        padding,
        false,
        batchFree,
        plainAtStart,
        leastBatch);
  }

  /** The same, with an example's values depending on its batch. */
  public Traits ofBatch(int least) {
    return new Traits(
        weights,
        rows,
        mask,
        multiplies,
        sides,
        causal,
        cross,
        padding,
        keepsTokens,
        false,
        plainAtStart,
        least);
  }

  /** The same, with a start that is the same for all examples. */
  public Traits startingPlain(boolean value) {
    return new Traits(
        weights,
        rows,
        mask,
        multiplies,
        sides,
        causal,
        cross,
        padding,
        keepsTokens,
        batchFree,
        value,
        leastBatch);
  }

  /**
   * Refuses a place whose attention the mechanism cannot be.
   *
   * @param kind its written name
   * @throws ConfigException that names the trait
   */
  public void requireFit(Place place, String kind) {
    require(!place.cross() || cross, "be one for cross-attention (trait cross)", place, kind);
    boolean open = !place.causal() && place.pairs() == Place.Pairs.SEEN;
    require(open || causal, "leak nothing of what is hidden (trait causal)", place, kind);
    require(!place.padding() || padding, "leave padding out (trait padding)", place, kind);
    require(
        !place.readsTokens() || keepsTokens, "keep its tokens (trait keepsTokens)", place, kind);
  }

  /** Refuses batches in which the mechanism is not what it is called. */
  public void requireBatch(int batch, String kind) {
    Rule.require(
        batch >= leastBatch,
        "training.batch",
        "be at least %d for a mask of kind %s, which reads other examples of the batch"
            .formatted(leastBatch, kind),
        batch);
  }

  private static void require(boolean holds, String rule, Place place, String kind) {
    Rule.require(holds, "mask", rule + " for " + place.name(), kind);
  }
}
