package lamina.config;

import java.util.function.Function;

/**
 * A learned matrix, the same for every input, layer and head: the control that shows how much of a
 * learnable mask's effect comes from looking at the input. (SwinBERT, arXiv 2111.13196, learns such
 * a matrix under a sigmoid and a sparsity penalty.)
 *
 * @param fusion how it meets the scores
 */
public record StaticMask(MaskFusion fusion) implements AttentionMask {
  @Override
  public <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed,
      Function<SparseMask, R> sparse,
      Function<LinearControl, R> linear) {
    return fixed.apply(this);
  }

  @Override
  public StaticMask resolved(Transformer backbone) {
    return this;
  }
}
