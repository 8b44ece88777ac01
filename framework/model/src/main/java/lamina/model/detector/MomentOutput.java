package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a detector says of a batch.
 *
 * @param layers proposals after every layer of the decoder, the last one's last
 * @param saliency a score for every clip, (B, Nv)
 * @param negativeSaliency the same under the next example's query; null where there is none
 */
public record MomentOutput(
    List<Proposals> layers, NDArray saliency, @Nullable NDArray negativeSaliency) {

  /** The proposals after the last layer. */
  public Proposals last() {
    return layers.get(layers.size() - 1);
  }
}
