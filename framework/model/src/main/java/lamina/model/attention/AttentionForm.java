package lamina.model.attention;

import lamina.config.AttentionMask;
import lamina.config.LearnableMask;
import lamina.config.MaskShape;
import lamina.config.Names;
import lamina.config.Transformer;

/** The ways of computing attention, and which one a configuration gets. */
public enum AttentionForm {
  /** {@link MaterialisedAttention}: the reference. */
  MATERIALISED,
  /** {@link ChunkedAttention}. */
  CHUNKED,
  /** {@link FusedAttention} with the mask's features beside the queries' and keys'. */
  FUSED,
  /** {@link FusedAttention} with the products of the mask's features and theirs. */
  FEATURE_PRODUCT;

  /** The most features with which the fused kernel was measured to be quicker than chunks. */
  static final int MOST_FEATURES = 96;

  /**
   * The form for a mask: fused where the fused scores are a dot product of few features, else
   * chunked. It changes results by rounding alone.
   *
   * @param mask {@link AttentionMask#resolved resolved}
   */
  public static AttentionForm of(AttentionMask mask, Transformer backbone) {
    if (backbone.dropout() > 0) {
      return CHUNKED;
    }
    return mask.fold(
        none -> FUSED,
        lam -> of(lam, backbone),
        fixed -> CHUNKED,
        sparse -> CHUNKED,
        linear -> FUSED);
  }

  /**
   * The form in which batches of a size are computed: scores under a mask that all fit into one
   * chunk are kept.
   *
   * @param examples B
   */
  public static AttentionForm of(
      AttentionMask mask, Transformer backbone, long examples, MaskShape shape) {
    AttentionForm form = of(mask, backbone);
    boolean kept = form == CHUNKED || mask instanceof LearnableMask;
    return kept && fits(backbone, examples, shape) ? MATERIALISED : form;
  }

  /** The same where there are pairs that may not be seen, which have no features. */
  public static AttentionForm ofPairs(Transformer backbone, long examples, MaskShape shape) {
    return fits(backbone, examples, shape) ? MATERIALISED : CHUNKED;
  }

  private static boolean fits(Transformer backbone, long examples, MaskShape shape) {
    long scores = examples * backbone.heads() * shape.queries() * shape.keys();
    return scores <= ChunkedAttention.CHUNK_SCORES;
  }

  private static AttentionForm of(LearnableMask lam, Transformer backbone) {
    boolean lowRank =
        switch (lam.parametrisation()) {
          case UNCONSTRAINED, ONE_PLUS -> true;
          case SIGMOID, TANH, SOFTPLUS -> false;
        };
    if (!lowRank) {
      return CHUNKED;
    }
    long headWidth = backbone.width() / backbone.heads();
    long rank = lam.depth() == 1 ? backbone.width() : lam.resolved(backbone).hidden();
    return switch (lam.fusion()) {
      case ADD -> headWidth + rank + 1 <= MOST_FEATURES ? FUSED : CHUNKED;
      case MULTIPLY -> headWidth * (rank + 1) <= MOST_FEATURES ? FEATURE_PRODUCT : CHUNKED;
      case MULTIPLY_SHIFTED -> CHUNKED;
    };
  }

  /**
   * Attention of this form for batches of any size: scores under a mask that all fit into one chunk
   * are kept.
   *
   * @throws IllegalArgumentException for dropout, or for a fusion, that the form cannot compute
   */
  public Attention attention(Fusion fusion, double dropout) {
    MaterialisedAttention exact = new MaterialisedAttention(fusion, dropout);
    return switch (this) {
      case MATERIALISED -> exact;
      case CHUNKED -> new ChunkedAttention(exact);
      case FUSED, FEATURE_PRODUCT -> {
        if (dropout > 0) {
          throw new IllegalArgumentException(written() + " attention has no dropout");
        }
        if (!(fusion instanceof FeatureFusion withFeatures)) {
          throw new IllegalArgumentException(
              written() + " attention needs features, which " + fusion + " has not");
        }
        yield new FittingAttention(exact, new FusedAttention(withFeatures));
      }
    };
  }

  /** Its name in provenance, e.g. {@code feature-product}. */
  public String written() {
    return Names.of(this);
  }
}
