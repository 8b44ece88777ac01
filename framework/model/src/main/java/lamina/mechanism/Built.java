package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.UnaryOperator;
import lamina.config.ConfigException;
import lamina.model.Declaration;
import lamina.model.Pass;

/** A mechanism in one encoder: its tensors are declared, and it runs. */
public interface Built {
  /**
   * Declares what stands in a layer, by default norms, projections and a feed-forward: {@link
   * Site#block}. Called once for every layer that it acts in, in rising order.
   */
  void layer(Declaration declare, int layer);

  /** Begins a forward pass over a batch. */
  Run begin(Pass pass, Sequence sequence);

  /**
   * The same with sides that are made of other tokens, e.g. those of another example.
   *
   * @throws ConfigException where there are no sides
   */
  default Built reading(UnaryOperator<NDArray> tokens) {
    throw new ConfigException("mask must have sides that can be another example's, got " + this);
  }

  /** How attention is computed in batches of a size, as provenance has it. */
  default String form(long examples) {
    return "own";
  }

  /** What parameters alone add to a task's loss, shape (), weighted; asked for after the loss. */
  default Optional<NDArray> penalty(Pass pass) {
    return Optional.empty();
  }
}
