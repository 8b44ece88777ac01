package lamina.mechanism;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import lamina.config.MaskShape;
import lamina.config.Place;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.HeadProjections;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.MultiHeadAttention;
import lamina.model.attention.Steps;
import org.jspecify.annotations.Nullable;

/**
 * The encoder that a mechanism is built into.
 *
 * @param place which attention of which model it is
 * @param backbone the encoder's size
 * @param style what encoders differ in that no experiment varies
 * @param traits of the mechanism
 * @param acts in which layers it acts
 * @param attention how the steps are computed; null for the form that fits
 */
public record Site(
    Place place,
    Transformer backbone,
    EncoderStyle style,
    Traits traits,
    IntPredicate acts,
    @Nullable Function<Steps, Attention> attention) {

  /** An encoder of which all layers have the mechanism, in the form that fits. */
  public static Site of(Place place, Transformer backbone, EncoderStyle style, Traits traits) {
    return new Site(place, backbone, style, traits, layer -> true, null);
  }

  /** The same with another mechanism. */
  public Site with(Traits other) {
    return new Site(place, backbone, style, other, acts, attention);
  }

  /** The same where the mechanism acts in some layers alone. */
  public Site in(IntPredicate layers) {
    return new Site(place, backbone, style, traits, acts.and(layers), attention);
  }

  /** The same with attention in a form of one's choice. */
  public Site with(AttentionForm other) {
    return with(steps -> other.attention(steps, backbone.dropout()));
  }

  /** The same with attention that is computed in a way of one's own. */
  public Site with(Function<Steps, Attention> other) {
    return new Site(place, backbone, style, traits, acts, other);
  }

  /** The same, chunk by chunk, with chunks of a size of one's choice. */
  public Site inChunks(long scores) {
    return with(
        steps ->
            new ChunkedAttention(new MaterialisedAttention(steps, backbone.dropout()), scores));
  }

  /** The greatest attention. */
  public MaskShape most() {
    return place.shape();
  }

  /** D. */
  public int width() {
    return backbone.width();
  }

  /** dk, where heads cut the width into equal parts. */
  public int headWidth() {
    return backbone.width() / backbone.heads();
  }

  /** Something for each layer in which the mechanism acts. */
  public <T> PerLayer<T> eachLayer(IntFunction<T> make) {
    return new PerLayer<>(backbone.layers(), acts, make);
  }

  /** The layers in which the mechanism acts, rising. */
  public List<Integer> layers() {
    return IntStream.range(0, backbone.layers()).filter(acts).boxed().toList();
  }

  /** Declares a layer as it is with plain attention: norms, projections, a feed-forward. */
  public Block block(Declaration declare, int layer) {
    return block(declare, layer, this::heads);
  }

  /** The same with projections of one's own. */
  public Block block(
      Declaration declare, int layer, Function<Declaration, HeadProjections> projections) {
    return new Block(declare, this, layer, projections);
  }

  /** Declares projections of heads that cut the width into equal parts. */
  public HeadProjections heads(Declaration declare) {
    return new MultiHeadAttention(declare, backbone, style.start());
  }
}
