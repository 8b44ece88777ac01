package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lamina.config.Transformer;
import lamina.mechanism.FeedForward;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.LayerNorm;
import lamina.model.LinearStart;
import lamina.model.Pass;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.MultiHeadAttention;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;

/**
 * DETR's decoder (arXiv 2005.12872), as Moment-DETR has it: queries with learned positions attend
 * to each other and then to all encoded tokens.
 */
final class PlainDecoder {
  private final int width;
  private final int queries;
  private final Declaration.Tensor positions;
  private final List<Layer> layers = new ArrayList<>();
  private final LayerNorm norm;

  PlainDecoder(Declaration declare, Transformer config, int queries, int depth) {
    this.width = config.width();
    this.queries = queries;
    this.positions = declare.tensor("positions", Initializer.normal(), queries, width);
    for (int i = 0; i < depth; i++) {
      layers.add(new Layer(declare.in("layer-" + i), config));
    }
    this.norm = new LayerNorm(declare.in("norm"), width);
  }

  /** The queries after every layer, normalised, (B, Q, D). */
  List<NDArray> forward(Pass pass, Memory memory) {
    long examples = memory.values().getShape().get(0);
    NDArray position = pass.get(positions).expandDims(0).broadcast(examples, queries, width);
    NDArray x = pass.zeros(position.getShape());
    List<NDArray> decoded = new ArrayList<>();
    for (Layer layer : layers) {
      x = layer.forward(pass, x, position, memory);
      decoded.add(norm.forward(pass, x));
    }
    return decoded;
  }

  private static final class Layer {
    private final double dropout;
    private final MaterialisedAttention attention;
    private final MultiHeadAttention self;
    private final LayerNorm selfNorm;
    private final MultiHeadAttention cross;
    private final LayerNorm crossNorm;
    private final FeedForward feedForward;
    private final LayerNorm feedForwardNorm;

    Layer(Declaration declare, Transformer config) {
      this.dropout = config.dropout();
      this.attention = new MaterialisedAttention(Steps.PLAIN, config.dropout());
      this.self = new MultiHeadAttention(declare.in("self"), config, LinearStart.XAVIER);
      this.selfNorm = new LayerNorm(declare.in("self-norm"), config.width());
      this.cross = new MultiHeadAttention(declare.in("cross"), config, LinearStart.XAVIER);
      this.crossNorm = new LayerNorm(declare.in("cross-norm"), config.width());
      this.feedForward = new FeedForward(declare.in("feed-forward"), config, LinearStart.XAVIER);
      this.feedForwardNorm = new LayerNorm(declare.in("feed-forward-norm"), config.width());
    }

    NDArray forward(Pass pass, NDArray x, NDArray position, Memory memory) {
      NDArray placed = x.add(position);
      NDArray own = self.forward(pass, placed, placed, x, Visible.ALL, attention);
      NDArray y = selfNorm.forward(pass, x.add(pass.dropout(own, dropout)));
      NDArray keys = memory.values().add(memory.positions());
      NDArray read =
          cross.forward(pass, y.add(position), keys, memory.values(), memory.visible(), attention);
      NDArray z = crossNorm.forward(pass, y.add(pass.dropout(read, dropout)));
      NDArray fed = pass.dropout(feedForward.forward(pass, z), dropout);
      return feedForwardNorm.forward(pass, z.add(fed));
    }
  }
}
