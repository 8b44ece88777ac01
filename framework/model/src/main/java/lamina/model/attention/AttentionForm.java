package lamina.model.attention;

import lamina.config.AttentionMask;
import lamina.config.LearnableMask;
import lamina.config.MaskFusion;
import lamina.config.MaskParametrisation;
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

  private static final long WIDEST_PRODUCT = 256;

  /**
   * The form that takes the least memory and time for a mask: fused where the fused scores are a
   * dot product of few features, else chunked. It changes results by rounding alone.
   *
   * @param mask {@link AttentionMask#resolved resolved}
   */
  public static AttentionForm of(AttentionMask mask, Transformer backbone) {
    if (backbone.dropout() > 0) {
      return CHUNKED;
    }
    return mask.fold(none -> FUSED, lam -> of(lam, backbone), fixed -> CHUNKED);
  }

  private static AttentionForm of(LearnableMask lam, Transformer backbone) {
    boolean lowRank =
        lam.parametrisation() == MaskParametrisation.UNCONSTRAINED
            || lam.parametrisation() == MaskParametrisation.ONE_PLUS;
    if (!lowRank || lam.fusion() == MaskFusion.MULTIPLY_SHIFTED) {
      return CHUNKED;
    }
    if (lam.fusion() == MaskFusion.ADD) {
      return FUSED;
    }
    int rank = lam.depth() == 1 ? backbone.width() : lam.resolved(backbone).hidden();
    long features = (long) (backbone.width() / backbone.heads()) * (rank + 1);
    return features <= WIDEST_PRODUCT ? FEATURE_PRODUCT : CHUNKED;
  }

  /** Attention of this form. */
  public Attention attention(Fusion fusion, double dropout) {
    MaterialisedAttention exact = new MaterialisedAttention(fusion, dropout);
    return switch (this) {
      case MATERIALISED -> exact;
      case CHUNKED -> new ChunkedAttention(exact);
      case FUSED, FEATURE_PRODUCT -> new FusedAttention(fusion);
    };
  }

  /** Its name in provenance, e.g. {@code feature-product}. */
  public String written() {
    return Names.of(this);
  }
}
