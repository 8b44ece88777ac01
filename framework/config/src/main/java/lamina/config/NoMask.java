package lamina.config;

import java.util.function.Function;

/** Plain attention: the baseline. */
public record NoMask() implements AttentionMask {
  @Override
  public <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed,
      Function<SparseMask, R> sparse,
      Function<LinearControl, R> linear) {
    return none.apply(this);
  }

  @Override
  public NoMask resolved(Transformer backbone) {
    return this;
  }
}
