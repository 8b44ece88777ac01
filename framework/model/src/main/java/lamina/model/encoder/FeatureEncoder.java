package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lamina.config.AttentionMask;
import lamina.config.Modality;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Embeds features of one or more modalities, joins them into one sequence and encodes it: (B, Ni,
 * Fi) of each to (B, N, D), N the sum of all Ni.
 */
public final class FeatureEncoder {
  private final List<TokenEmbedding> embeddings = new ArrayList<>();
  private final Encoder encoder;
  private final double dropout;

  /**
   * Declares the tensors.
   *
   * @param positions whether tokens have learned positions
   */
  public FeatureEncoder(
      Declaration declare,
      List<Modality> modalities,
      boolean positions,
      Transformer backbone,
      AttentionMask mask) {
    int width = backbone.width();
    for (Modality one : modalities) {
      embeddings.add(
          new TokenEmbedding(
              declare.in(one.name()), one.tokens(), one.features(), width, positions));
    }
    int all = modalities.stream().mapToInt(Modality::tokens).sum();
    this.encoder = new Encoder(declare.in("encoder"), backbone, mask, all);
    this.dropout = backbone.dropout();
  }

  /**
   * Encodes.
   *
   * @param features of every modality
   * @param real which tokens are no padding, booleans (B, N); null for all
   */
  public NDArray forward(Pass pass, List<NDArray> features, @Nullable NDArray real) {
    NDList parts = new NDList();
    for (int i = 0; i < embeddings.size(); i++) {
      parts.add(embeddings.get(i).forward(pass, features.get(i)));
    }
    NDArray tokens = parts.size() == 1 ? parts.head() : NDArrays.concat(parts, 1);
    Visible visible = real == null ? Visible.ALL : Visible.keys(real);
    return encoder.forward(pass, pass.dropout(tokens, dropout), visible);
  }

  /** What the mask adds to a task's loss, shape (), weighted. */
  public Optional<NDArray> penalty(Pass pass) {
    return encoder.penalty(pass);
  }
}
