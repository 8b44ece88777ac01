package lamina.config;

import java.util.function.Function;

/**
 * The control that shows how much of a learnable mask's effect is noise: the same module at its
 * random start, which the trial's seed decides, never trained. Its numbers are none of the model's
 * parameters that are trained.
 *
 * @param mask the module; its initialisation is random
 */
public record FrozenMask(LearnableMask mask) implements AttentionMask {

  public FrozenMask {
    Rule.require(
        mask.initialisation() != MaskInitialisation.IDENTITY,
        "mask.initialisation",
        "be random for a frozen mask, which else is the same for all scores",
        mask.initialisation().written());
  }

  @Override
  public <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed,
      Function<SparseMask, R> sparse,
      Function<LinearControl, R> linear,
      Function<ShuffledMask, R> shuffled,
      Function<FrozenMask, R> frozen) {
    return frozen.apply(this);
  }

  @Override
  public FrozenMask resolved(Transformer backbone) {
    return new FrozenMask(mask.resolved(backbone));
  }
}
