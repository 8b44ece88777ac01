package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lamina.model.Pass;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Adapter} puts beside a layer's attention: tanh(g) softmax(Q Kpᵀ / sqrt(dk)) Vp.
 *
 * @param keyValues Kp and Vp of the prompts, for all sequences or for each
 * @param openness tanh(g), (1, H, 1, 1)
 * @param real which prompts of each sequence are no padding, booleans (B, A); null for all
 */
record Prompt(KeyValues keyValues, NDArray openness, @Nullable NDArray real) {
  private static final MaterialisedAttention ATTENTION = new MaterialisedAttention(Steps.PLAIN, 0);

  /** What is added to the attended values, (B, H, T, dk), of queries of that shape. */
  NDArray attend(Pass pass, NDArray q, int heads) {
    KeyValues read = keyValues.forHeads(heads);
    Visible visible = real == null ? Visible.ALL : Visible.keys(real);
    AttentionInput input = new AttentionInput(q, read.keys(), read.values(), visible);
    return ATTENTION.attend(pass, input).mul(openness);
  }

  /** For sequences by their numbers, int64 (rows); what all sequences share they go on sharing. */
  Prompt rows(NDArray numbers) {
    boolean shared = keyValues.keys().getShape().get(0) == 1;
    return shared
        ? this
        : new Prompt(keyValues.rows(numbers), openness, real == null ? null : real.get(numbers));
  }

  Prompt keptBy(NDManager owner) {
    return new Prompt(
        keyValues.keptBy(owner),
        KeyValues.kept(openness, owner),
        real == null ? null : KeyValues.kept(real, owner));
  }
}
