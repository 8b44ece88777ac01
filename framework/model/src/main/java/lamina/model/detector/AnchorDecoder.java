package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.LayerNorm;
import lamina.model.LinearStart;
import lamina.model.Pass;

/**
 * DAB-DETR's decoder over one dimension, as QD-DETR has it: every query has an anchor, a centre and
 * a width, which each layer moves. Gradients do not flow from a layer into the anchors before it.
 */
final class AnchorDecoder {
  private static final LinearStart START = LinearStart.XAVIER;

  private final int width;
  private final Declaration.Tensor anchors;
  private final List<AnchorDecoderLayer> layers;
  private final LayerNorm norm;
  private final Mlp sineScale;
  private final Mlp position;
  private final Mlp move;
  private final Mlp widthScale;

  AnchorDecoder(Declaration declare, Transformer config, int queries, int depth) {
    this.width = config.width();
    this.anchors = declare.tensor("anchors", Initializer.normal(), queries, 2);
    this.layers =
        IntStream.range(0, depth)
            .mapToObj(i -> new AnchorDecoderLayer(declare.in("layer-" + i), config, i == 0))
            .toList();
    this.norm = new LayerNorm(declare.in("norm"), width);
    this.sineScale = new Mlp(declare.in("sine-scale"), width, width, 2, START);
    this.position = new Mlp(declare.in("position"), width, width, 2, START);
    this.move = Mlp.unbiased(declare.in("move"), width, 2, 3);
    this.widthScale = new Mlp(declare.in("width-scale"), width, 1, 2, START);
  }

  /**
   * A layer's queries.
   *
   * @param values normalised, (B, Q, D)
   * @param anchors those that the layer started from, (B, Q, 2)
   */
  record Decoded(NDArray values, NDArray anchors) {}

  List<Decoded> forward(Pass pass, Memory memory) {
    long examples = memory.values().getShape().get(0);
    NDArray start = Activation.sigmoid(pass.get(anchors)).expandDims(0);
    NDArray now = start.broadcast(examples, start.getShape().get(1), 2);
    NDArray before = now;
    NDArray x = pass.zeros(new Shape(examples, start.getShape().get(1), width));
    List<Decoded> decoded = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      NDArray sine = SinePositions.ofAnchors(pass, now, width);
      NDArray placed = position.forward(pass, sine);
      x = layers.get(i).forward(pass, x, placed, scaled(pass, sine, x, now, i == 0), memory);
      decoded.add(new Decoded(norm.forward(pass, x), before));
      if (i < layers.size() - 1) {
        before = Activation.sigmoid(move.forward(pass, x).add(InverseSigmoid.of(pass, now)));
        now = before.stopGradient();
      }
    }
    return decoded;
  }

  /** The sine, scaled by what the query says of itself and by how wide it takes itself to be. */
  private NDArray scaled(Pass pass, NDArray sine, NDArray x, NDArray anchors, boolean first) {
    NDArray said = first ? sine : sine.mul(sineScale.forward(pass, x));
    NDArray wide = Activation.sigmoid(widthScale.forward(pass, x));
    return said.mul(wide.div(anchors.get(":, :, 1:2")));
  }
}
