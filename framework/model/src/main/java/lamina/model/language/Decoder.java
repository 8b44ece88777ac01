package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.List;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * A causal language model in LLaMA's shape (Touvron et al., arXiv 2302.13971): RMSNorm in front of
 * attention and feed-forward, rotary positions, SwiGLU, no biases. Its tensors are declared under
 * the names of Hugging Face's files, so that {@link HuggingFaceWeights} finds them: at the root of
 * a declaration, a {@link Declaration#frozen frozen} one where the decoder is not trained. Matrices
 * start uniform in 1 / sqrt(width of what they read): the 0.02 of large models leaves a narrow one
 * with values so small that nothing can be added to them that is heard.
 */
public final class Decoder {
  private final DecoderConfig config;
  private final TokenTable embedding;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final RmsNorm norm;
  private final Declaration.@Nullable Tensor output;

  public Decoder(Declaration declare, DecoderConfig config) {
    Declaration model = declare.in("model");
    Initializer start = Initializer.fanIn(config.width());
    this.config = config;
    this.embedding =
        new TokenTable(model.in("embed_tokens"), config.vocabulary(), config.width(), start);
    for (int layer = 0; layer < config.layers(); layer++) {
      layers.add(new DecoderLayer(model.in("layers").in("" + layer), config));
    }
    this.norm = new RmsNorm(model.in("norm"), config.width(), config.normEpsilon());
    this.output =
        config.tied()
            ? null
            : declare.in("lm_head").tensor("weight", start, config.vocabulary(), config.width());
  }

  public DecoderConfig config() {
    return config;
  }

  /**
   * What was read.
   *
   * @param hidden the last layer's values, normalised, (B, T, D): for {@link #logits}
   * @param past for the tokens that follow
   */
  public record Read(NDArray hidden, Past past) {}

  /**
   * Reads tokens.
   *
   * @param tokens (B, T) in [0, V); sequences of one length
   * @param past what was read before of the same sequences
   */
  public Read forward(Pass pass, int[][] tokens, Past past, Prompts prompts) {
    NDArray x = embedding.forward(pass, tokens);
    Rotary rotary = Rotary.at(pass, config, past.tokens(), x.getShape().get(1));
    List<KeyValues> keyValues = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      CausalAttention.Attended next =
          layers.get(layer).forward(pass, x, rotary, past.of(layer), prompts.of(layer));
      x = next.values();
      keyValues.add(next.keyValues());
    }
    return new Read(norm.forward(pass, x), new Past(keyValues));
  }

  /** Scores of the next token before a softmax: (…, D) to (…, V). */
  public NDArray logits(Pass pass, NDArray hidden) {
    NDArray weight = output == null ? embedding.weight(pass) : pass.get(output);
    return Linear.linear(hidden, weight, null).head();
  }

  CausalAttention attention(int layer) {
    return layers.get(layer).attention();
  }
}
