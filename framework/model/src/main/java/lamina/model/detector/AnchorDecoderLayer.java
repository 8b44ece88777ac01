package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import lamina.config.Transformer;
import lamina.mechanism.FeedForward;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.Heads;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * A layer of DAB-DETR's decoder (arXiv 2201.12329) over one dimension: queries attend to each
 * other, then to the clips, where content and sine position are compared side by side in each head.
 */
final class AnchorDecoderLayer {
  private static final LinearStart START = LinearStart.XAVIER;

  private final Transformer config;
  private final MaterialisedAttention attention;
  private final SelfProjections self;
  private final Linear selfOut;
  private final LayerNorm selfNorm;
  private final Linear queryContent;
  private final @Nullable Linear queryPosition;
  private final Linear keyContent;
  private final Linear keyPosition;
  private final Linear value;
  private final Linear querySine;
  private final Linear crossOut;
  private final LayerNorm crossNorm;
  private final FeedForward feedForward;
  private final LayerNorm feedForwardNorm;

  /** What queries, keys and values of the self-attention are projected by. */
  private record SelfProjections(
      Linear queryContent, Linear queryPosition, Linear keyContent, Linear keyPosition, Linear v) {}

  AnchorDecoderLayer(Declaration declare, Transformer config, boolean first) {
    int width = config.width();
    this.config = config;
    this.attention = new MaterialisedAttention(Steps.PLAIN, config.dropout());
    Declaration in = declare.in("self");
    this.self =
        new SelfProjections(
            START.linear(in.in("query-content"), width, width),
            START.linear(in.in("query-position"), width, width),
            START.linear(in.in("key-content"), width, width),
            START.linear(in.in("key-position"), width, width),
            START.linear(in.in("value"), width, width));
    this.selfOut = START.attentionOutput(in.in("out"), width, width);
    this.selfNorm = new LayerNorm(declare.in("self-norm"), width);
    Declaration cross = declare.in("cross");
    this.queryContent = START.linear(cross.in("query-content"), width, width);
    this.queryPosition = first ? START.linear(cross.in("query-position"), width, width) : null;
    this.keyContent = START.linear(cross.in("key-content"), width, width);
    this.keyPosition = START.linear(cross.in("key-position"), width, width);
    this.value = START.linear(cross.in("value"), width, width);
    this.querySine = START.linear(cross.in("query-sine"), width, width);
    this.crossOut = START.attentionOutput(cross.in("out"), width, width);
    this.crossNorm = new LayerNorm(declare.in("cross-norm"), width);
    this.feedForward = new FeedForward(declare.in("feed-forward"), config, START);
    this.feedForwardNorm = new LayerNorm(declare.in("feed-forward-norm"), width);
  }

  /**
   * The next values of the queries.
   *
   * @param x the queries' values, (B, Q, D)
   * @param position the queries' positions, (B, Q, D)
   * @param sine the sine of the anchors, scaled, (B, Q, D)
   */
  NDArray forward(Pass pass, NDArray x, NDArray position, NDArray sine, Memory memory) {
    NDArray y = selfNorm.forward(pass, x.add(dropped(pass, attendSelf(pass, x, position))));
    NDArray z =
        crossNorm.forward(pass, y.add(dropped(pass, attendCross(pass, y, position, sine, memory))));
    return feedForwardNorm.forward(pass, z.add(dropped(pass, feedForward.forward(pass, z))));
  }

  private NDArray attendSelf(Pass pass, NDArray x, NDArray position) {
    NDArray q = self.queryContent.forward(pass, x).add(self.queryPosition.forward(pass, position));
    NDArray k = self.keyContent.forward(pass, x).add(self.keyPosition.forward(pass, position));
    NDArray attended =
        attend(pass, heads(q), heads(k), heads(self.v.forward(pass, x)), Visible.ALL);
    return selfOut.forward(pass, attended);
  }

  private NDArray attendCross(Pass pass, NDArray x, NDArray position, NDArray sine, Memory memory) {
    NDArray q = queryContent.forward(pass, x);
    NDArray k = keyContent.forward(pass, memory.values());
    NDArray keySine = keyPosition.forward(pass, memory.positions());
    if (queryPosition != null) {
      q = q.add(queryPosition.forward(pass, position));
      k = k.add(keySine);
    }
    NDArray besideQ = sideBySide(heads(q), heads(querySine.forward(pass, sine)));
    NDArray besideK = sideBySide(heads(k), heads(keySine));
    NDArray v = heads(value.forward(pass, memory.values()));
    return crossOut.forward(pass, attend(pass, besideQ, besideK, v, memory.visible()));
  }

  private NDArray attend(Pass pass, NDArray q, NDArray k, NDArray v, Visible visible) {
    return Heads.join(attention.attend(pass, new AttentionInput(q, k, v, visible)));
  }

  private NDArray heads(NDArray x) {
    return Heads.split(x, config.heads());
  }

  private static NDArray sideBySide(NDArray a, NDArray b) {
    return NDArrays.concat(new NDList(a, b), 3);
  }

  private NDArray dropped(Pass pass, NDArray x) {
    return pass.dropout(x, config.dropout());
  }
}
