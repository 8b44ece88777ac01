package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Objects;
import lamina.config.AttentionMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.StaticMask;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;

class InitialMasksTest {
  private static final List<AttentionMask> MASKS =
      List.of(
          Given.mask(),
          Given.mask().withDepth(1),
          Given.mask().withLength(MaskLength.CONTENT_KEYS),
          Given.mask().withParametrisation(MaskParametrisation.SIGMOID),
          new StaticMask(MaskFusion.MULTIPLY));

  @Test
  void whatIsKeptStaysWhenTheParametersChangeAndThePassIsClosed() {
    for (AttentionMask mask : MASKS) {
      try (NDManager manager = NDManager.newBaseManager();
          InitialMasks masks = new InitialMasks(manager)) {
        Declaration declare = new Declaration();
        AttentionMask resolved = mask.resolved(Given.backbone());
        Encoder encoder = new Encoder(declare, Given.backbone(), resolved, Given.TOKENS);
        Parameters parameters = Parameters.initial(declare, 3, manager);
        float[][] seen = {new float[0]};
        Observer both =
            new Observer() {
              @Override
              public void attention(int layer, AttentionRows rows) {
                masks.attention(layer, rows);
                if (layer == 1) {
                  rows.forEachOfMask(m -> seen[0] = m.toFloatArray());
                }
              }
            };
        try (Pass pass = Pass.evaluation(manager, parameters, both)) {
          encoder.forward(pass, Given.uniform(manager, 1, 2, Given.TOKENS, 4), Visible.ALL);
        }
        overwrite(parameters);
        try (NDManager reader = manager.newSubManager()) {
          NDArray kept = Objects.requireNonNull(masks.of(1)).rows(reader, 0, Given.TOKENS);
          assertThat(kept.toFloatArray()).as(mask.toString()).isEqualTo(seen[0]);
        }
      }
    }
  }

  /** In the memory that they have. */
  private static void overwrite(Parameters parameters) {
    parameters.flat().setRequiresGradient(false);
    parameters.flat().addi(parameters.flat().onesLike());
  }
}
