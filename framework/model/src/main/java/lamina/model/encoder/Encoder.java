package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import lamina.config.AttentionMask;
import lamina.config.MaskShape;
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
    this(declare, config, mask, maximum, chosen(config, mask));
  }

  /** The form of attention that the configuration gets. */
  public static Function<Fusion, Attention> chosen(Transformer config, AttentionMask mask) {
    AttentionForm form = AttentionForm.of(mask.resolved(config), config);
    return fusion -> form.attention(fusion, config.dropout());
  }

  /** The same with attention that is computed in a way of one's own. */
  public Encoder(
      Declaration declare,
      Transformer config,
      AttentionMask mask,
      int maximum,
      Function<Fusion, Attention> attention) {
    this(
        declare, config, mask, new MaskShape(maximum, maximum), attention, EncoderStyle.of(config));
  }

  /** The same in a style of its own, over tokens that may attend to others. */
  public Encoder(
      Declaration declare,
      Transformer config,
      AttentionMask mask,
      MaskShape most,
      Function<Fusion, Attention> attention,
      EncoderStyle style) {
    this(declare, config, Masking.of(declare.in("mask"), mask, config, most, 0), attention, style);
  }

  /**
   * The same with a masking of one's own.
   *
   * @param attention of the masking's fusion
   */
  public Encoder(
      Declaration declare,
      Transformer config,
      Masking masking,
      Function<Fusion, Attention> attention,
      EncoderStyle style) {
    this.masking = masking;
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(
                layer ->
                    new EncoderLayer(
                        declare.in("layer-" + layer), config, layer, style, masking, attention))
            .toList();
    this.last =
        style.residuals() == EncoderStyle.Residuals.PRE
            ? new LayerNorm(declare.in("norm"), config.width())
            : null;
  }

  /** What the mask adds to a task's loss, shape (), weighted. */
  public Optional<NDArray> penalty(Pass pass) {
    return masking.placing().penalty(pass);
  }

  /**
   * Encodes tokens that attend to each other.
   *
   * @param x (B, N, D)
   */
  public NDArray forward(Pass pass, NDArray x, Visible visible) {
    return forward(pass, new Tokens(x, null), null, visible);
  }

  /**
   * Encodes x.
   *
   * @param y what it attends to in every layer; null for itself
   */
  public NDArray forward(Pass pass, Tokens x, @Nullable Tokens y, Visible visible) {
    LayerMasks masks = masking.placing().begin();
    Tokens now = x;
    for (EncoderLayer layer : layers) {
      now = now.with(layer.forward(pass, now, y, masks, visible));
    }
    return last == null ? now.values() : last.forward(pass, now.values());
  }
}
