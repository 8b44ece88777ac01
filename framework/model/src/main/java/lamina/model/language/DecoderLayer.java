package lamina.model.language;

import ai.djl.ndarray.NDArray;
import lamina.model.Declaration;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** x + attend(norm(x)), then y + feed(norm(y)): (B, T, D). */
final class DecoderLayer {
  private final RmsNorm attentionNorm;
  private final CausalAttention attention;
  private final RmsNorm feedForwardNorm;
  private final SwiGlu feedForward;

  DecoderLayer(Declaration declare, DecoderConfig config) {
    this.attentionNorm =
        new RmsNorm(declare.in("input_layernorm"), config.width(), config.normEpsilon());
    this.attention = new CausalAttention(declare.in("self_attn"), config);
    this.feedForwardNorm =
        new RmsNorm(declare.in("post_attention_layernorm"), config.width(), config.normEpsilon());
    this.feedForward = new SwiGlu(declare.in("mlp"), config);
  }

  CausalAttention.Attended forward(
      Pass pass, NDArray x, Rotary rotary, @Nullable KeyValues past, @Nullable Prompt prompt) {
    NDArray normed = attentionNorm.forward(pass, x);
    CausalAttention.Attended attended = attention.forward(pass, normed, rotary, past, prompt);
    NDArray y = x.add(attended.values());
    NDArray next = y.add(feedForward.forward(pass, feedForwardNorm.forward(pass, y)));
    return new CausalAttention.Attended(next, attended.keyValues());
  }

  CausalAttention attention() {
    return attention;
  }
}
