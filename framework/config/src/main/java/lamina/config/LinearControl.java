package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.function.Function;

/**
 * The control that shows how much of a mask's effect comes from its parameters: no mask, but two
 * more linear layers with a ReLU between them on what each layer's attention gives (the paper's
 * "full attention, same #params").
 *
 * @param hidden width between the two; the other widths are the backbone's
 * @param residual whether their output is added to what they were given; the paper names none
 */
public record LinearControl(int hidden, boolean residual) implements AttentionMask {
  public LinearControl {
    atLeast(1, "mask.hidden", hidden);
  }

  @Override
  public <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed,
      Function<SparseMask, R> sparse,
      Function<LinearControl, R> linear) {
    return linear.apply(this);
  }

  @Override
  public LinearControl resolved(Transformer backbone) {
    return this;
  }
}
