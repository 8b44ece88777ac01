package lamina.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import lamina.config.NoMask;
import lamina.config.Normalisation;
import lamina.config.Transformer;
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

  /** Layers of one name start alike, whatever the depth. */
  private static float[] encoded(Transformer backbone, boolean training) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Encoder encoder = new Encoder(declaration, backbone, new NoMask(), Given.TOKENS);
      Parameters parameters = Given.parameters(declaration, 3, manager);
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
  void whoStaysGetsWhatTheOthersAreMissing() {
    Transformer post = Given.backbone().withNormalisation(Normalisation.POST);
    float[] kept = encoded(post.withDropPath(1e-6), true);
    float[] plain = encoded(post, false);
    for (int i = 0; i < EXAMPLES; i++) {
      assertThat(near(kept, i, Arrays.copyOf(plain, SIZE))).isTrue();
    }
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
