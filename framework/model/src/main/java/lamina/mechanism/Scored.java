package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import lamina.config.Place;
import lamina.config.Traits;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.HeadProjections;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.ScoredRows;
import lamina.model.attention.Side;
import lamina.model.attention.Steps;

/**
 * Attention that is plain but for the steps that are replaced, in layers that are plain otherwise.
 * In every layer, in this order: {@link #sides}, {@link #projections} and {@link #heads}, then
 * {@link #attend}, by default the {@link Steps} in the form that fits, then {@link #join}; behind
 * it {@link #feed}.
 */
public class Scored implements Built, Steps {
  private final Site site;
  private final Map<Integer, Block> blocks = new HashMap<>();
  private UnaryOperator<NDArray> sideSource = UnaryOperator.identity();

  /** Plain attention; who extends it replaces what differs. */
  public Scored(Site site) {
    this.site = site;
  }

  /** The encoder that this is built into. */
  public final Site site() {
    return site;
  }

  /**
   * What attention reads of a layer's input, before the norm in front; the residual keeps the input
   * itself.
   */
  public Sequence prepare(Pass pass, int layer, Sequence input) {
    return input;
  }

  /** Declares what projects a layer's tokens into heads and back. */
  public HeadProjections projections(Declaration declare, int layer) {
    return site.heads(declare);
  }

  /** Who makes the sides of one forward pass: arrays from a layer's tokens, before projections. */
  public LayerSides sides() {
    return LayerSides.NONE;
  }

  /**
   * What attention works on, of what was projected.
   *
   * @param read the tokens as attention reads them
   */
  public AttentionInput heads(Pass pass, AttentionInput projected, Sequence read) {
    return projected;
  }

  /**
   * The whole middle, for who has no scores.
   *
   * @return attended values, (B, H, Nq, dv)
   */
  public NDArray attend(Pass pass, AttentionInput input) {
    return pass.explains()
        ? new MaterialisedAttention(this, 0)
            .attend(
                pass, input, weights -> pass.observer().weights(observed(input.layer()), weights))
        : attention().attend(pass, input);
  }

  /**
   * Tokens of attended values.
   *
   * @param perHead (B, H, Nq, dv)
   * @param read the tokens as attention read them
   * @return (B, Nq, D)
   */
  public NDArray join(Pass pass, int layer, HeadProjections heads, NDArray perHead, Sequence read) {
    return heads.join(pass, perHead);
  }

  /**
   * What the feed-forward gives.
   *
   * @param x its input, (B, N, D)
   */
  public NDArray feed(Pass pass, int layer, FeedForward feedForward, NDArray x, Sequence read) {
    return feedForward.forward(pass, x);
  }

  /**
   * One layer's attention, without norms and residuals. Sides read the very tensor that queries are
   * projected from: the raw residual of a deep pre-norm encoder grows until the masked scores
   * saturate the softmax.
   *
   * @param sides of this forward pass
   * @param heads the layer's projections
   * @param read the tokens as attention reads them
   * @return (B, Nq, D)
   */
  public final NDArray attention(
      Pass pass, int layer, LayerSides sides, HeadProjections heads, Sequence read) {
    NDArray queries = read.queries();
    NDArray keys = read.y() == null ? queries : read.y().placed();
    NDArray from = sideSource.apply(queries);
    Side side = sides.at(pass, layer, from, keys == queries ? from : sideSource.apply(keys));
    HeadProjections.Projected projected =
        heads.project(pass, queries, keys, read.attended().values());
    AttentionInput input =
        heads(
            pass,
            new AttentionInput(
                projected.q(),
                projected.k(),
                projected.v(),
                side,
                read.visible(),
                read.kinds(),
                layer),
            read);
    if (site.traits().weights() != Traits.Weights.NONE) {
      pass.observer().attention(observed(layer), new ScoredRows(pass, input, this, site.traits()));
    }
    NDArray perHead = attend(pass, input);
    NDArray contexts =
        pass.explains() ? pass.observer().contexts(observed(layer), perHead) : perHead;
    return join(pass, layer, heads, contexts, read);
  }

  @Override
  public final Scored reading(UnaryOperator<NDArray> tokens) {
    UnaryOperator<NDArray> before = sideSource;
    sideSource = x -> before.apply(tokens.apply(x));
    return this;
  }

  @Override
  public String form(long examples) {
    return form().of(site.traits(), site.backbone(), examples, site.most()).written();
  }

  /** The number by which observers know a layer. */
  private int observed(int layer) {
    return site.style().firstObserved() + layer;
  }

  private AttentionForm form() {
    return AttentionForm.of(
        this, site.traits(), site.backbone(), site.place().pairs() == Place.Pairs.ALWAYS_HIDDEN);
  }

  private Attention attention() {
    return site.attention() != null
        ? site.attention().apply(this)
        : form().attention(this, site.backbone().dropout());
  }

  @Override
  public void layer(Declaration declare, int layer) {
    blocks.put(layer, site.block(declare, layer, heads -> projections(heads, layer)));
  }

  @Override
  public Run begin(Pass pass, Sequence sequence) {
    LayerSides sides = sides();
    return (layer, tokens) -> blocks.get(layer).forward(pass, tokens, new Layer(layer, sides));
  }

  /** What stands between the norms of one layer in one forward pass. */
  private final class Layer implements Block.Body {
    private final int layer;
    private final LayerSides sides;

    Layer(int layer, LayerSides sides) {
      this.layer = layer;
      this.sides = sides;
    }

    @Override
    public Sequence prepare(Pass pass, Sequence input) {
      return Scored.this.prepare(pass, layer, input);
    }

    @Override
    public NDArray attend(Pass pass, HeadProjections heads, Sequence read) {
      return attention(pass, layer, sides, heads, read);
    }

    @Override
    public NDArray feed(Pass pass, FeedForward feedForward, NDArray x, Sequence read) {
      return Scored.this.feed(pass, layer, feedForward, x, read);
    }

    @Override
    public boolean recomputes(HeadProjections heads, Sequence sequence) {
      long examples = sequence.x().values().getShape().get(0);
      long queries = sequence.x().values().getShape().get(1);
      NDArray attended = sequence.attended().values();
      return attention()
          .recomputes(
              queries, attended.getShape().get(0) * heads.heads() * attended.getShape().get(1));
    }
  }
}
