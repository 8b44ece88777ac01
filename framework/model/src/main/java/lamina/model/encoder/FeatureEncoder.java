package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import lamina.config.AttentionMask;
import lamina.config.Modality;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Embeds features of one or more modalities, joins them into one sequence and encodes it: (B, Ni,
 * Fi) of each to (B, N, D), N the sum of all Ni.
 */
public final class FeatureEncoder {
  private final List<TokenEmbedding> embeddings = new ArrayList<>();
  private final Place place;
  private final Encoder encoder;
  private final double dropout;

  /**
   * Declares the tensors.
   *
   * @param positions whether tokens have learned positions
   * @param place whose kinds are the modalities
   */
  public FeatureEncoder(
      Declaration declare,
      List<Modality> modalities,
      boolean positions,
      Transformer backbone,
      AttentionMask mask,
      Place place) {
    int width = backbone.width();
    for (Modality one : modalities) {
      embeddings.add(
          new TokenEmbedding(
              declare.in(one.name()), one.tokens(), one.features(), width, positions));
    }
    this.place = place;
    this.encoder = new Encoder(declare.in("encoder"), backbone, mask, place);
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
    long[] counts = features.stream().mapToLong(part -> part.getShape().get(1)).toArray();
    return encoder.forward(
        pass,
        new Tokens(pass.dropout(tokens, dropout), null),
        null,
        visible,
        Kinds.of(place, counts));
  }
}
