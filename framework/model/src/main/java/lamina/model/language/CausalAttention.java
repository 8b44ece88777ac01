package lamina.model.language;

import ai.djl.ndarray.NDArray;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.FusedAttention;
import lamina.model.attention.Heads;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Self-attention of tokens to themselves and to earlier ones, at rotary positions, and beside it to
 * the prompts of an adapter: (B, T, D) to (B, T, D).
 */
final class CausalAttention {
  /** Whole sequences: in memory that grows with T. */
  private static final Attention WHOLE = new FusedAttention(Steps.PLAIN);

  /** Sequences that go on: few queries, many keys. */
  private static final Attention FURTHER = new MaterialisedAttention(Steps.PLAIN, 0);

  private final DecoderConfig config;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear out;

  CausalAttention(Declaration declare, DecoderConfig config) {
    int width = config.width();
    int read = config.keyValueHeads() * config.headWidth();
    this.config = config;
    this.query = Linear.withoutBias(declare.in("q_proj"), width, width, Initializer.fanIn(width));
    this.key = Linear.withoutBias(declare.in("k_proj"), width, read, Initializer.fanIn(width));
    this.value = Linear.withoutBias(declare.in("v_proj"), width, read, Initializer.fanIn(width));
    this.out = Linear.withoutBias(declare.in("o_proj"), width, width, Initializer.fanIn(width));
  }

  /**
   * What attention gives, and what later tokens read.
   *
   * @param values (B, T, D)
   * @param keyValues of these tokens and of those before
   */
  record Attended(NDArray values, KeyValues keyValues) {}

  /**
   * Attends.
   *
   * @param past what is before x; null for nothing
   * @param prompt null for none
   */
  Attended forward(
      Pass pass, NDArray x, Rotary rotary, @Nullable KeyValues past, @Nullable Prompt prompt) {
    NDArray q = rotary.turn(Heads.split(query.forward(pass, x), config.heads()));
    KeyValues read = read(pass, x);
    KeyValues own = new KeyValues(rotary.turn(read.keys()), read.values());
    KeyValues all = past == null ? own : past.then(own);
    NDArray attended = attend(pass, q, all, past == null ? 0 : past.count());
    if (prompt != null) {
      attended = attended.add(prompt.attend(pass, q, config.heads()));
    }
    return new Attended(out.forward(pass, Heads.join(attended)), all);
  }

  /** Keys, at no position, and values of prompts, (B or 1, A, D). */
  KeyValues read(Pass pass, NDArray prompts) {
    return new KeyValues(
        Heads.split(key.forward(pass, prompts), config.keyValueHeads()),
        Heads.split(value.forward(pass, prompts), config.keyValueHeads()));
  }

  private NDArray attend(Pass pass, NDArray q, KeyValues all, long before) {
    KeyValues read = all.forHeads(config.heads());
    Visible visible = new Visible(null, null, true, before);
    AttentionInput input = new AttentionInput(q, read.keys(), read.values(), visible);
    return (before == 0 ? WHOLE : FURTHER).attend(pass, input);
  }
}
