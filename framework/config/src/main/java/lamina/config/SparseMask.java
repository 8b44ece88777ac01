package lamina.config;

import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.require;

import java.util.function.Function;

/**
 * SwinBERT's mask (Lin et al., arXiv 2111.13196, section 3.2): a learned matrix under a sigmoid,
 * the same for every input, layer and head, that rules out pairs of video tokens, and a penalty on
 * how many it lets through. Text is left alone.
 *
 * @param weight of the penalty in the loss, the mean of the matrix without its diagonal; SwinBERT
 *     has 0.5 for MSR-VTT
 * @param hard whether a pair is seen wholly or not at all; then the penalty alone moves the matrix
 */
public record SparseMask(double weight, boolean hard) implements AttentionMask {
  public SparseMask {
    notNegative("mask.weight", weight);
  }

  /** Refuses such a mask where there is no captioner. */
  static void requireNone(AttentionMask mask, String task) {
    require(
        !(mask instanceof SparseMask),
        "mask",
        "be of another kind for "
            + task
            + ": a sparse mask is over the video tokens of a captioner",
        "sparse");
  }

  @Override
  public <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed,
      Function<SparseMask, R> sparse,
      Function<LinearControl, R> linear) {
    return sparse.apply(this);
  }

  @Override
  public SparseMask resolved(Transformer backbone) {
    return this;
  }
}
