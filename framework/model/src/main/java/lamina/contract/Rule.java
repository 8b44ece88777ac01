package lamina.contract;

import java.util.Locale;

/** One thing that a mechanism has to keep. */
public enum Rule {
  /** Autograd's gradients of every tensor and of the input are those of finite differences. */
  GRADIENTS,
  /**
   * Attention in small chunks, and through the fused kernel, gives the values and gradients of
   * attention as a whole.
   */
  CHUNKS,
  /** An example's values are the same alone as in a batch, or the trait batchFree says no. */
  BATCH,
  /** Padding reaches nothing that is real, or the trait padding says no. */
  PADDING,
  /** Later tokens reach no earlier one, or the trait causal says no. */
  CAUSALITY,
  /** The same pass twice gives the same bits, whatever the engine's randomness has drawn before. */
  REPEATS,
  /** A training that is taken up again ends as one that was never interrupted. */
  RESUMES,
  /** What multiplies the values is what the trait weights says. */
  WEIGHTS,
  /** As many tokens come out as went in, or the trait keepsTokens says no. */
  TOKENS,
  /** One visible key, equal tokens, tokens of zeros: finite values and gradients. */
  EDGES,
  /** A query that may see no key attends to nothing. */
  EMPTY_ROWS,
  /** No array outlives its pass. */
  MEMORY,
  /** The loss stays finite over many steps. */
  STEPS;

  /** As it is printed, e.g. {@code empty rows}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
