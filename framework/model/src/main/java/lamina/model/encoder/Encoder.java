package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import lamina.config.AttentionMask;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.Fusion;
import lamina.model.attention.Visible;
import lamina.model.mask.LayerMasks;
import lamina.model.mask.Masking;
import org.jspecify.annotations.Nullable;

/** A Transformer encoder whose attention may be masked: (B, N, D) to (B, N, D). */
public final class Encoder {
  private final Masking masking;
  private final List<EncoderLayer> layers;
  private final @Nullable LayerNorm last;

  /**
   * Declares the layers and the mask.
   *
   * @param maximum the greatest N
   */
  public Encoder(Declaration declare, Transformer config, AttentionMask mask, int maximum) {
    this(
        declare,
        config,
        mask,
        maximum,
        fusion ->
            AttentionForm.of(mask.resolved(config), config).attention(fusion, config.dropout()));
  }

  /** The same with attention that is computed in a way of one's own. */
  public Encoder(
      Declaration declare,
      Transformer config,
      AttentionMask mask,
      int maximum,
      Function<Fusion, Attention> attention) {
    this.masking = Masking.of(declare.in("mask"), mask, config, maximum);
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(
                layer ->
                    new EncoderLayer(
                        declare.in("layer-" + layer), config, layer, masking.fusion(), attention))
            .toList();
    this.last =
        config.normalisation() == Normalisation.PRE
            ? new LayerNorm(declare.in("norm"), config.width())
            : null;
  }

  /**
   * Encodes.
   *
   * @param x (B, N, D)
   */
  public NDArray forward(Pass pass, NDArray x, Visible visible) {
    LayerMasks masks = masking.placing().begin();
    NDArray y = x;
    for (EncoderLayer layer : layers) {
      y = layer.forward(pass, y, masks, visible);
    }
    return last == null ? y : last.forward(pass, y);
  }
}
