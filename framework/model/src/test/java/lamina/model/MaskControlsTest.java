package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lamina.config.AttentionMask;
import lamina.mask.FrozenMask;
import lamina.mask.LearnableMask;
import lamina.mask.MaskLength;
import lamina.mask.MaskPlacement;
import lamina.mask.ShuffledMask;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masks of neighbours, and masks that stay as they started. */
class MaskControlsTest {
  private static final int MASK = Given.TOKENS * Given.TOKENS;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** What an encoder gave, and its layers' masks, of all examples one after the other. */
  private record Seen(float[] values, List<float[]> masks) {}

  @ParameterizedTest
  @EnumSource(MaskPlacement.class)
  void anExampleHasTheMaskOfTheNextOneAndTheLastThatOfTheFirst(MaskPlacement placement) {
    for (MaskLength length : MaskLength.values()) {
      LearnableMask mask = Given.mask().withPlacement(placement).withLength(length);
      NDArray x = input(3);
      float[] own = seen(mask, x, Visible.ALL).masks().get(0);
      float[] shuffled = seen(new ShuffledMask(mask), x, Visible.ALL).masks().get(0);
      for (int i = 0; i < 3; i++) {
        assertThat(of(shuffled, i)).containsExactly(of(own, (i + 1) % 3), within(1e-6f));
        assertThat(of(shuffled, i)).isNotEqualTo(of(own, i));
      }
    }
  }

  @Test
  void anExampleThatIsAloneHasItsOwnMask() {
    NDArray x = input(1);
    assertThat(seen(new ShuffledMask(Given.mask()), x, Visible.ALL).values())
        .isEqualTo(seen(Given.mask(), x, Visible.ALL).values());
  }

  @Test
  void twinsDoNotNoticeThatTheirMasksAreExchanged() {
    NDArray twins = input(1).concat(input(1), 0);
    assertThat(seen(new ShuffledMask(Given.mask()), twins, Visible.ALL).values())
        .containsExactly(seen(Given.mask(), twins, Visible.ALL).values(), within(1e-6f));
  }

  /** The second example is two tokens shorter than the first. */
  @Test
  void paddingOfANeighbourReachesTheRowsThatItHasInItsOwnMaskAlone() {
    LearnableMask shared = Given.mask().withPlacement(MaskPlacement.SHARED_MASK);
    Visible visible = Visible.keys(real(5, 3));
    NDArray x = input(2);
    NDArray other = x.duplicate();
    other.set(
        new ai.djl.ndarray.index.NDIndex("1, 3:"),
        Given.uniform(manager, 9, 2, Given.backbone().width()));
    Seen one = seen(new ShuffledMask(shared), x, visible);
    Seen two = seen(new ShuffledMask(shared), other, visible);
    float[] mask = of(one.masks().get(0), 0);
    float[] otherMask = of(two.masks().get(0), 0);
    int real = 3 * Given.TOKENS;
    assertThat(Arrays.copyOf(otherMask, real)).isEqualTo(Arrays.copyOf(mask, real));
    assertThat(otherMask).isNotEqualTo(mask);
    for (float value : one.values()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void aFrozenMaskIsTheLearnableOnesStart() {
    NDArray x = input(2);
    assertThat(seen(new FrozenMask(Given.mask()), x, Visible.ALL).values())
        .isEqualTo(seen(Given.mask(), x, Visible.ALL).values());
  }

  @Test
  void theNumbersOfAFrozenMaskLieBesideThoseThatAreTrained() {
    Declaration learnable = declared(Given.mask());
    Declaration frozen = declared(new FrozenMask(Given.mask()));
    assertThat(frozen.size() + frozen.frozenSize()).isEqualTo(learnable.size());
    assertThat(frozen.frozenTensors()).isNotEmpty().allMatch(t -> t.name().startsWith("mask."));
    assertThat(frozen.givenTensors()).isEmpty();
  }

  @Test
  void examplesAreRolledByOne() {
    NDArray x = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
    assertThat(Batch.rolled(x).toFloatArray()).containsExactly(3, 4, 5, 6, 1, 2);
    NDArray one = manager.create(new float[] {1, 2}, new Shape(1, 2));
    assertThat(Batch.rolled(one).toFloatArray()).containsExactly(1, 2);
  }

  private static Declaration declared(AttentionMask mask) {
    Declaration declaration = new Declaration();
    new Encoder(declaration, Given.backbone(), mask, Given.TOKENS);
    return declaration;
  }

  private NDArray input(int examples) {
    return Given.uniform(manager, 1, examples, Given.TOKENS, Given.backbone().width());
  }

  private NDArray real(int... lengths) {
    NDList rows = new NDList();
    for (int length : lengths) {
      boolean[] real = new boolean[Given.TOKENS];
      Arrays.fill(real, 0, length, true);
      rows.add(manager.create(real));
    }
    return ai.djl.ndarray.NDArrays.stack(rows);
  }

  private static float[] of(float[] masks, int example) {
    return Arrays.copyOfRange(masks, example * MASK, (example + 1) * MASK);
  }

  private Seen seen(AttentionMask mask, NDArray x, Visible visible) {
    List<float[]> masks = new ArrayList<>();
    Observer observer =
        new Observer() {
          @Override
          public void attention(int layer, AttentionRows rows) {
            rows.forEachOfMask(m -> masks.add(m.toFloatArray()));
          }
        };
    Declaration declaration = new Declaration();
    Encoder encoder = new Encoder(declaration, Given.backbone(), mask, Given.TOKENS);
    Parameters parameters = Given.parameters(declaration, 3, manager);
    try (Pass pass = Pass.evaluation(manager, parameters, observer)) {
      return new Seen(encoder.forward(pass, x, visible).toFloatArray(), masks);
    }
  }
}
