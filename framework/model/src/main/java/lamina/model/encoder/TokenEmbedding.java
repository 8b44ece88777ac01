package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * One modality's features as tokens of the backbone: projected to width D, plus a learned embedding
 * of the modality and, where asked for, of the position. (B, N, F) to (B, N, D).
 */
final class TokenEmbedding {
  private static final Initializer SMALL = Initializer.uniform(0.02 * Math.sqrt(3));

  private final Linear projection;
  private final Declaration.Tensor modality;
  private final Declaration.@Nullable Tensor positions;

  TokenEmbedding(Declaration declare, int tokens, int features, int width) {
    this(declare, tokens, features, width, true);
  }

  TokenEmbedding(Declaration declare, int tokens, int features, int width, boolean placed) {
    this.projection = new Linear(declare.in("projection"), features, width);
    this.modality = declare.tensor("modality", SMALL, width);
    this.positions = placed ? declare.tensor("positions", SMALL, tokens, width) : null;
  }

  NDArray forward(Pass pass, NDArray features) {
    NDArray tokens = projection.forward(pass, features).add(pass.get(modality));
    return positions == null ? tokens : tokens.add(pass.get(positions));
  }
}
