package lamina.config;

import java.util.function.Function;

/**
 * The control that shows whether a learnable mask has to be its own example's: the same module,
 * trained in the same way, but an example's scores meet the mask of the next example of the batch,
 * and the last one's that of the first. An example that is alone in its batch has its own.
 *
 * @param mask what is handed to the neighbour
 */
public record ShuffledMask(LearnableMask mask) implements AttentionMask {

  /** Refuses trainings in which every example would have its own mask. */
  static void requireNeighbours(AttentionMask mask, Training training) {
    Rule.require(
        !(mask instanceof ShuffledMask) || training.batch() > 1,
        "training.batch",
        "be at least 2 for a shuffled mask, which is that of another example",
        training.batch());
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
    return shuffled.apply(this);
  }

  @Override
  public ShuffledMask resolved(Transformer backbone) {
    return new ShuffledMask(mask.resolved(backbone));
  }
}
