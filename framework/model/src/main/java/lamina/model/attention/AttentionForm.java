package lamina.model.attention;

import lamina.config.AttentionMask;
import lamina.config.LearnableMask;
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

  /** Below, a mask's features cost more than the scores' memory traffic that they save. */
  private static final int LONG = 512;

  /**
   * The form for a mask: fused where the fused scores are a dot product of few features and the
   * sequence is long, else chunked. It changes results by rounding alone.
   *
   * @param mask {@link AttentionMask#resolved resolved}
   * @param tokens the greatest N
   */
  public static AttentionForm of(AttentionMask mask, Transformer backbone, int tokens) {
    if (backbone.dropout() > 0) {
      return CHUNKED;
    }
    return mask.fold(
        none -> FUSED, lam -> tokens < LONG ? CHUNKED : of(lam, backbone), fixed -> CHUNKED);
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
    return switch (lam.fusion()) {
      case ADD -> FUSED;
      case MULTIPLY -> products(lam, backbone) <= WIDEST_PRODUCT ? FEATURE_PRODUCT : CHUNKED;
      case MULTIPLY_SHIFTED -> CHUNKED;
    };
  }

  private static long products(LearnableMask lam, Transformer backbone) {
    int rank = lam.depth() == 1 ? backbone.width() : lam.resolved(backbone).hidden();
    return (long) (backbone.width() / backbone.heads()) * (rank + 1);
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
