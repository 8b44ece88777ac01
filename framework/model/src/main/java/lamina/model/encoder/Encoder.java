package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import lamina.config.AttentionMask;
import lamina.config.Kind;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mechanism.Buildable;
import lamina.mechanism.Built;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Run;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Pass;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/** A Transformer encoder whose attention a mechanism may change: (B, N, D) to (B, N, D). */
public final class Encoder {
  private final Place place;
  private final int layers;
  private final Built built;
  private final @Nullable LayerNorm last;

  /**
   * Declares the mechanism, under {@code mask}, and the layers.
   *
   * @param place which attention of which model this is
   */
  public Encoder(
      Declaration declare,
      Transformer config,
      AttentionMask mask,
      Place place,
      EncoderStyle style) {
    this(declare, declare.in("mask"), config, mask, place, style, UnaryOperator.identity());
  }

  /** An encoder in the backbone's own style. */
  public Encoder(Declaration declare, Transformer config, AttentionMask mask, Place place) {
    this(declare, config, mask, place, EncoderStyle.of(config));
  }

  /**
   * An encoder over tokens of one kind, in the backbone's own style.
   *
   * @param maximum the greatest N
   */
  public Encoder(Declaration declare, Transformer config, AttentionMask mask, int maximum) {
    this(declare, config, mask, alone(maximum));
  }

  /**
   * The same with all that can differ.
   *
   * @param declareMask where the mechanism declares what it adds
   * @param change what differs of the site, e.g. the form of attention
   */
  public Encoder(
      Declaration declare,
      Declaration declareMask,
      Transformer config,
      AttentionMask mask,
      Place place,
      EncoderStyle style,
      UnaryOperator<Site> change) {
    Buildable mechanism = Buildable.of(mask);
    Site site = change.apply(Site.of(place, config, style, mechanism.traits()));
    this.place = place;
    this.layers = config.layers();
    this.built = mechanism.in(declareMask, site);
    for (int layer = 0; layer < layers; layer++) {
      built.layer(declare.in("layer-" + layer), layer);
    }
    this.last =
        style.residuals() == EncoderStyle.Residuals.PRE
            ? new LayerNorm(declare.in("norm"), config.width(), style.normEpsilon())
            : null;
  }

  /** Self-attention among tokens of one kind. */
  public static Place alone(int maximum) {
    return Place.of("an encoder", List.of(new Kind("token", maximum)), true);
  }

  /** The mechanism in this encoder. */
  public Built built() {
    return built;
  }

  /**
   * Encodes tokens that attend to each other, as many of each kind as there are at most.
   *
   * @param x (B, N, D)
   */
  public NDArray forward(Pass pass, NDArray x, Visible visible) {
    return forward(pass, new Tokens(x, null), null, visible, Kinds.of(place));
  }

  /**
   * Encodes x.
   *
   * @param y what it attends to in every layer; null for itself
   * @param kinds of the tokens of this batch
   */
  public NDArray forward(Pass pass, Tokens x, @Nullable Tokens y, Visible visible, Kinds kinds) {
    Sequence now = new Sequence(x, y, visible, kinds);
    Run run = built.begin(pass, now);
    now = run.enter(now);
    for (int layer = 0; layer < layers; layer++) {
      now = run.layer(layer, now);
    }
    NDArray values = run.leave(now).x().values();
    pass.penalty(this, () -> built.penalty(pass));
    return last == null ? values : last.forward(pass, values);
  }
}
