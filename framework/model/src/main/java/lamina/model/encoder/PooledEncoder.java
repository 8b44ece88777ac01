package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lamina.config.Experiment;
import lamina.config.Modality;
import lamina.config.Pooling;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Embeds the tokens of every modality, joins them into one sequence [class token,] first modality,
 * second modality, …, encodes it and pools: (B, Ni, Fi) of each to (B, D). Of pictures alone it is
 * a Vision Transformer (arXiv 2010.11929); docs/image-classification.md says where they differ.
 */
public final class PooledEncoder {
  private final List<TokenEmbedding> embeddings = new ArrayList<>();
  private final Declaration.@Nullable Tensor classToken;
  private final Encoder encoder;
  private final double dropout;

  /** Declares the tensors. */
  public PooledEncoder(
      Declaration declare, Experiment<?> experiment, Pooling pooling, List<Modality> modalities) {
    int width = experiment.backbone().width();
    for (Modality one : modalities) {
      embeddings.add(
          new TokenEmbedding(declare.in(one.name()), one.tokens(), one.features(), width));
    }
    this.classToken =
        pooling == Pooling.CLASS_TOKEN
            ? declare.tensor("class-token", Initializer.uniform(0.02 * Math.sqrt(3)), 1, 1, width)
            : null;
    this.encoder =
        new Encoder(
            declare.in("encoder"), experiment.backbone(), experiment.mask(), experiment.place());
    this.dropout = experiment.backbone().dropout();
  }

  /**
   * The pooled encoding, (B, D).
   *
   * @param features of every modality
   */
  public NDArray forward(Pass pass, List<NDArray> features) {
    NDList parts = new NDList();
    if (classToken != null) {
      NDArray token = pass.get(classToken);
      Shape shape = token.getShape();
      parts.add(token.broadcast(features.get(0).getShape().get(0), shape.get(1), shape.get(2)));
    }
    for (int i = 0; i < embeddings.size(); i++) {
      parts.add(embeddings.get(i).forward(pass, features.get(i)));
    }
    NDArray tokens = parts.size() == 1 ? parts.head() : NDArrays.concat(parts, 1);
    NDArray encoded = encoder.forward(pass, pass.dropout(tokens, dropout), Visible.ALL);
    return classToken != null ? encoded.get(":, 0") : encoded.mean(new int[] {1});
  }
}
