package lamina.model.attention;

import lamina.config.MaskShape;
import lamina.config.Names;
import lamina.config.Traits;
import lamina.config.Transformer;

/** The ways of computing attention, and which one steps get. */
public enum AttentionForm {
  /** {@link MaterialisedAttention}: the reference. */
  MATERIALISED,
  /** {@link ChunkedAttention}. */
  CHUNKED,
  /** {@link FusedAttention} with features of a mask beside the queries' and keys'. */
  FUSED,
  /** {@link FusedAttention} with the products of the mask's features and theirs. */
  FEATURE_PRODUCT;

  /** The most features with which the fused kernel was measured to be quicker than chunks. */
  static final int MOST_FEATURES = 96;

  /**
   * The form for batches of any size: fused where the scores are a dot product of few features,
   * else chunked. It changes results by rounding alone.
   *
   * @param hidesPairs whether pairs are hidden in every example, which have no features
   */
  public static AttentionForm of(
      Steps steps, Traits traits, Transformer backbone, boolean hidesPairs) {
    if (traits.rows() == Traits.Rows.WHOLE) {
      return MATERIALISED;
    }
    if (backbone.dropout() > 0 || hidesPairs) {
      return CHUNKED;
    }
    int headWidth = backbone.width() / backbone.heads();
    int features = steps.featureWidth(headWidth).orElse(Integer.MAX_VALUE);
    if (features > headWidth && features > MOST_FEATURES) {
      return CHUNKED;
    }
    return traits.multiplies() ? FEATURE_PRODUCT : FUSED;
  }

  /**
   * The form in which batches of a size are computed: scores under a mask that all fit into one
   * chunk are kept.
   *
   * @param examples B
   */
  public AttentionForm of(Traits traits, Transformer backbone, long examples, MaskShape shape) {
    boolean kept = this == CHUNKED || traits.mask();
    long scores = examples * backbone.heads() * shape.queries() * shape.keys();
    return kept && scores <= ChunkedAttention.CHUNK_SCORES ? MATERIALISED : this;
  }

  /**
   * Attention of this form for batches of any size: scores under a mask that all fit into one chunk
   * are kept.
   *
   * @throws IllegalArgumentException for dropout, or for steps, that the form cannot compute
   */
  public Attention attention(Steps steps, double dropout) {
    MaterialisedAttention exact = new MaterialisedAttention(steps, dropout);
    return switch (this) {
      case MATERIALISED -> exact;
      case CHUNKED -> new ChunkedAttention(exact);
      case FUSED, FEATURE_PRODUCT -> {
        if (dropout > 0) {
          throw new IllegalArgumentException(written() + " attention has no dropout");
        }
        if (steps.featureWidth(1).isEmpty()) {
          throw new IllegalArgumentException(
              written() + " attention needs features, which " + steps + " has not");
        }
        yield new FittingAttention(exact, new FusedAttention(steps));
      }
    };
  }

  /** Its name in provenance, e.g. {@code feature-product}. */
  public String written() {
    return Names.of(this);
  }
}
