package lamina.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Map;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import lamina.model.Given;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Visible;
import org.junit.jupiter.api.Test;

class DropPathTest {
  private static final int EXAMPLES = 400;
  private static final int SIZE = Given.TOKENS * 4;
  private static final String LAST_ATTENTION = "layer-1.attention.out";
  private static final String LAST_FEED_FORWARD = "layer-1.feed-forward.out";

  /** Layers of one name start alike, whatever the depth. */
  private static float[] encoded(Transformer backbone, boolean training) {
    return encoded(backbone, training, Map.of());
  }

  /** With some tensors of the start multiplied, by the beginning of their names. */
  private static float[] encoded(
      Transformer backbone, boolean training, Map<String, Float> factors) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Encoder encoder = new Encoder(declaration, backbone, new NoMask(), Given.TOKENS);
      Parameters parameters = Given.parameters(declaration, 3, manager);
      multiply(parameters, factors);
      NDArray one = Given.uniform(manager, 1, 1, Given.TOKENS, 4);
      NDArray x = one.repeat(0, EXAMPLES);
      try (Pass pass =
          training
              ? Pass.training(manager, parameters)
              : Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        return encoder.forward(pass, x, Visible.ALL).toFloatArray();
      }
    }
  }

  @Test
  void aQuarterOfTheExamplesSkipsBothBranchesOfALayerAtOneHalf() {
    float[] encoded = encoded(Given.backbone().withDropPath(0.5), true);
    float[] shallow = Arrays.copyOf(encoded(Given.backbone().withLayers(1), false), SIZE);
    long skipping = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      skipping += near(encoded, i, shallow) ? 1 : 0;
    }
    assertThat(skipping).isBetween(60L, 140L);
  }

  @Test
  void aBranchIsSkippedOrCountsTwiceAtOneHalf() {
    float[] trained =
        encoded(Given.backbone().withDropPath(0.5), true, Map.of(LAST_FEED_FORWARD, 0f));
    float[] skipped = lastBranch(0);
    float[] twice = lastBranch(2);
    int skipping = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      boolean skips = near(trained, i, skipped);
      assertThat(skips || near(trained, i, twice)).as("example " + i).isTrue();
      skipping += skips ? 1 : 0;
    }
    assertThat(skipping).isBetween(140, 260);
    assertThat(near(lastBranch(1), 0, twice)).as("the test can tell").isFalse();
  }

  /** One example without dropping, the attention of the last layer weighed by a factor. */
  private static float[] lastBranch(float factor) {
    float[] encoded =
        encoded(Given.backbone(), false, Map.of(LAST_FEED_FORWARD, 0f, LAST_ATTENTION, factor));
    return Arrays.copyOf(encoded, SIZE);
  }

  private static void multiply(Parameters parameters, Map<String, Float> factors) {
    float[] values = parameters.values();
    int at = 0;
    for (Declaration.Tensor tensor : parameters.tensors()) {
      for (Map.Entry<String, Float> factor : factors.entrySet()) {
        for (int i = at; tensor.name().startsWith(factor.getKey()) && i < at + tensor.size(); i++) {
          values[i] *= factor.getValue();
        }
      }
      at += tensor.size();
    }
    parameters.set(values);
  }

  @Test
  void anEvaluationSkipsNothing() {
    assertThat(encoded(Given.backbone().withDropPath(0.9), false))
        .isEqualTo(encoded(Given.backbone(), false));
  }

  private static boolean near(float[] encoded, int example, float[] expected) {
    for (int i = 0; i < SIZE; i++) {
      if (Math.abs(encoded[example * SIZE + i] - expected[i]) > 1e-4) {
        return false;
      }
    }
    return true;
  }
}
