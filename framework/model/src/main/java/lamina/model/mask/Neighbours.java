package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.Batch;

/**
 * Every example's mask is what another placing computes from the next example of the batch, and the
 * last one's from the first. An example that is alone has its own.
 *
 * <p>Batches are padded to one length. Where the next example is shorter, rows of M are what the
 * module says of its padding; columns of an example's own padding stay out of sight.
 */
record Neighbours(MaskPlacing own) implements MaskPlacing {
  @Override
  public LayerMasks begin() {
    LayerMasks masks = own.begin();
    return (pass, layer, x, y) -> {
      NDArray next = Batch.rolled(x);
      return masks.at(pass, layer, next, y == x ? next : Batch.rolled(y));
    };
  }
}
