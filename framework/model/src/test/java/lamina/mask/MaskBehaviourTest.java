package lamina.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import lamina.config.Transformer;
import lamina.model.AttentionRows;
import lamina.model.Declaration;
import lamina.model.Given;
import lamina.model.LinearStart;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.FusedAttention;
import lamina.model.attention.HeadProjections;
import lamina.model.attention.Kinds;
import lamina.model.attention.MultiHeadAttention;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskBehaviourTest {
  private static final int WIDTH = 4;
  private static final int LONGEST = 8;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aShorterInputUsesTheLeadingRowsAndColumns() {
    NDArray whole = Given.uniform(manager, 1, 2, LONGEST, WIDTH);
    NDArray start = whole.get(":, :5");
    float[] expected = mask(Given.mask(), whole).get(":, :5, :5").toFloatArray();
    assertThat(mask(Given.mask(), start).toFloatArray()).containsExactly(expected, within(1e-6f));
  }

  @Test
  void aLongerInputIsRefused() {
    NDArray tooLong = Given.uniform(manager, 1, 2, LONGEST + 1, WIDTH);
    assertThatThrownBy(() -> mask(Given.mask(), tooLong))
        .hasMessageContaining("sequence length must be at most the mask's 8 tokens, got 9");
  }

  @Test
  void contentKeysTakeAnyLength() {
    LearnableMask mask = Given.mask().withLength(MaskLength.CONTENT_KEYS);
    NDArray longer = Given.uniform(manager, 1, 2, 3 * LONGEST, WIDTH);
    assertThat(mask(mask, longer).getShape()).isEqualTo(new Shape(2, 24, 24));
  }

  @Test
  void crossAttentionMasksFromItsQueries() {
    NDArray x = Given.uniform(manager, 1, 2, 3, WIDTH);
    NDArray y = Given.uniform(manager, 2, 2, 7, WIDTH);
    Declaration declare = new Declaration();
    MaskModule module =
        new MaskModule(declare.in("mask"), Given.mask().withHidden(WIDTH), WIDTH, LONGEST);
    MultiHeadAttention heads =
        new MultiHeadAttention(declare.in("attention"), Given.backbone(), LinearStart.FAN_IN);
    Attention attention =
        new FusedAttention(new MaskedSteps(MaskFusion.ADD, OptionalInt.of(WIDTH)));
    Parameters parameters = Parameters.initial(declare, 0, manager);
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      Mask mask = module.forward(pass, x, y);
      assertThat(mask.matrix().getShape()).isEqualTo(new Shape(2, 3, 7));
      HeadProjections.Projected of = heads.project(pass, x, y, y);
      AttentionInput input =
          new AttentionInput(of.q(), of.k(), of.v(), mask, Visible.ALL, Kinds.UNKNOWN, 0);
      assertThat(heads.join(pass, attention.attend(pass, input)).getShape())
          .isEqualTo(new Shape(2, 3, WIDTH));
    }
  }

  @ParameterizedTest
  @EnumSource(MaskFusion.class)
  void paddedKeysChangeNothingAndGiveNoNaN(MaskFusion fusion) {
    NDArray valid = manager.create(new float[] {1, 1, 1, 0, 0}, new Shape(1, 5));
    Visible visible = Visible.keys(valid.gt(manager.create(0.5f)));
    NDArray one = Given.uniform(manager, 1, 1, 5, WIDTH);
    NDArray other = one.duplicate();
    other.set(
        new ai.djl.ndarray.index.NDIndex("0, 3:"),
        Given.uniform(manager, 9, 2, WIDTH).mul(manager.create(1000f)));
    LearnableMask mask = Given.mask().withFusion(fusion);
    float[] first = encode(mask, one, visible).get(":, :3").toFloatArray();
    float[] second = encode(mask, other, visible).get(":, :3").toFloatArray();
    for (int i = 0; i < first.length; i++) {
      assertThat(first[i]).isFinite().isCloseTo(second[i], within(1e-5f));
    }
  }

  @Test
  void aSharedMaskIsTheSameInEveryLayerAndASharedModulesIsNot() {
    NDArray x = Given.uniform(manager, 1, 2, 5, WIDTH);
    List<float[]> same = masks(Given.mask().withPlacement(MaskPlacement.SHARED_MASK), x);
    assertThat(same.get(0)).isEqualTo(same.get(1));
    List<float[]> recomputed = masks(Given.mask().withPlacement(MaskPlacement.SHARED_MODULE), x);
    assertThat(recomputed.get(0)).isEqualTo(same.get(0)).isNotEqualTo(recomputed.get(1));
  }

  @ParameterizedTest
  @EnumSource(MaskFusion.class)
  void anIdentityStartIsPlainAttention(MaskFusion fusion) {
    NDArray x = Given.uniform(manager, 1, 2, 5, WIDTH);
    LearnableMask identity =
        Given.mask().withFusion(fusion).withInitialisation(MaskInitialisation.IDENTITY);
    float[] plain = encode(new NoMask(), x, Visible.ALL).toFloatArray();
    for (MaskLength length : MaskLength.values()) {
      for (MaskParametrisation parametrisation : MaskParametrisation.values()) {
        boolean reachesOne =
            parametrisation != MaskParametrisation.SIGMOID
                && parametrisation != MaskParametrisation.TANH;
        if (reachesOne || fusion == MaskFusion.ADD) {
          LearnableMask mask = identity.withLength(length).withParametrisation(parametrisation);
          assertThat(encode(mask, x, Visible.ALL).toFloatArray())
              .containsExactly(plain, within(1e-5f));
        }
      }
    }
  }

  @Test
  void twoVariantsOfASeedStartAlikeWhereTheyShareATensor() {
    Declaration plain = new Declaration();
    new Encoder(plain, Given.backbone(), new NoMask(), 5);
    Declaration masked = new Declaration();
    new Encoder(masked, Given.backbone(), Given.mask(), 5);
    assertThat(start(masked, "layer-1.attention.query.weight"))
        .isEqualTo(start(plain, "layer-1.attention.query.weight"));
    assertThat(start(masked, "mask.layer-0.last.weight"))
        .isNotEqualTo(start(masked, "mask.layer-1.last.weight"));
  }

  private float[] start(Declaration declare, String name) {
    Parameters parameters = Parameters.initial(declare, 5, manager);
    Declaration.Tensor tensor =
        declare.tensors().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      return pass.get(tensor).toFloatArray();
    }
  }

  private NDArray mask(LearnableMask config, NDArray x) {
    Declaration declare = new Declaration();
    MaskModule module = new MaskModule(declare, config.withHidden(WIDTH), WIDTH, LONGEST);
    Parameters parameters = Parameters.initial(declare, 0, manager);
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray mask = module.forward(pass, x, x).matrix();
      mask.attach(manager);
      return mask;
    }
  }

  private List<float[]> masks(LearnableMask config, NDArray x) {
    List<float[]> masks = new ArrayList<>();
    Observer observer =
        new Observer() {
          @Override
          public void attention(int layer, AttentionRows rows) {
            rows.forEachOfMask(mask -> masks.add(mask.toFloatArray()));
          }
        };
    encode(config, x, Visible.ALL, observer);
    return masks;
  }

  private NDArray encode(lamina.config.AttentionMask mask, NDArray x, Visible visible) {
    return encode(mask, x, visible, Observer.NOBODY);
  }

  private NDArray encode(
      lamina.config.AttentionMask mask, NDArray x, Visible visible, Observer observer) {
    Transformer backbone = Given.backbone();
    Declaration declare = new Declaration();
    Encoder encoder = new Encoder(declare, backbone, mask, 5);
    Parameters parameters = Parameters.initial(declare, 0, manager);
    try (Pass pass = Pass.evaluation(manager, parameters, observer)) {
      NDArray encoded = encoder.forward(pass, x, visible);
      encoded.attach(manager);
      return encoded;
    }
  }
}
