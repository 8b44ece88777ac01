package lamina.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import lamina.config.Kind;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.LayerSides;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Gold;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.Test;

class SparseMatrixTest {
  private static final int TEXT = 2;

  private record Given(SparseMatrix mask, Parameters parameters, int video) {
    static Given of(NDManager manager, JsonNode gold, boolean hard) {
      return of(manager, gold, hard, TEXT);
    }

    static Given of(NDManager manager, JsonNode gold, boolean hard, int text) {
      int video = gold.get("n").asInt();
      Declaration declaration = new Declaration();
      SparseMatrix mask = new SparseMatrix(declaration, text, video, hard);
      Parameters parameters = Parameters.initial(declaration, 1, manager);
      parameters.set(
          Gold.values(
              gold.get("w_seed").asLong(),
              (long) video * video,
              gold.get("lo").asDouble(),
              gold.get("hi").asDouble()));
      return new Given(mask, parameters, video);
    }
  }

  private static JsonNode gold() throws IOException {
    return Gold.fixture("tensors/swinbert_sparse_mask.json");
  }

  @Test
  void maskBiasAndLossAreTheReferences() throws IOException {
    JsonNode gold = gold();
    try (NDManager manager = NDManager.newBaseManager()) {
      Given soft = Given.of(manager, gold, false);
      try (Pass pass = Pass.evaluation(manager, soft.parameters(), Observer.NOBODY)) {
        Gold.assertClose(soft.mask().probabilities(pass), gold.get("mask"), 1e-6);
        Gold.assertClose(soft.mask().bias(pass), gold.get("additive_bias"), 1e-2);
        assertThat((double) soft.mask().sparsity(pass).getFloat())
            .isCloseTo(gold.get("loss_sparsity").asDouble(), within(1e-6));
      }
      Given hard = Given.of(manager, gold, true);
      try (Pass pass = Pass.evaluation(manager, hard.parameters(), Observer.NOBODY)) {
        Gold.assertClose(hard.mask().probabilities(pass), gold.get("hard_mask"), 0);
      }
    }
  }

  @Test
  void scoresOfTextAreLeftAlone() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Given given = Given.of(manager, gold(), false);
      try (Pass pass = Pass.evaluation(manager, given.parameters(), Observer.NOBODY)) {
        int all = TEXT + given.video();
        NDArray any = pass.zeros(new Shape(1, all, 1));
        LayerSides masks = sides(TEXT, given.video());
        Mask mask = (Mask) masks.at(pass, 0, any, any);
        float[] bias = given.mask().bias(pass).toFloatArray();
        float[] whole = mask.matrix().toFloatArray();
        assertThat(whole).hasSize(all * all);
        for (int i = 0; i < whole.length; i++) {
          int query = i / all - TEXT;
          int key = i % all - TEXT;
          boolean ofVideo = query >= 0 && key >= 0;
          assertThat(whole[i]).isEqualTo(ofVideo ? bias[query * given.video() + key] : 0);
        }
        assertThat(masks.at(pass, 1, any, any)).isSameAs(mask);
      }
    }
  }

  @Test
  void withoutTextTheMaskIsTheBiasItself() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Given given = Given.of(manager, gold(), false, 0);
      try (Pass pass = Pass.evaluation(manager, given.parameters(), Observer.NOBODY)) {
        NDArray any = pass.zeros(new Shape(1, given.video(), 1));
        Mask mask = (Mask) sides(0, given.video()).at(pass, 0, any, any);
        NDArray matrix = mask.matrix();
        assertThat(matrix.getShape()).isEqualTo(new Shape(1, given.video(), given.video()));
        assertThat(matrix.toFloatArray()).isEqualTo(given.mask().bias(pass).toFloatArray());
      }
    }
  }

  @Test
  void aShorterInputUsesTheLeadingRowsAndColumns() throws IOException {
    for (int text : new int[] {0, TEXT}) {
      try (NDManager manager = NDManager.newBaseManager()) {
        Given given = Given.of(manager, gold(), false, text);
        try (Pass pass = Pass.evaluation(manager, given.parameters(), Observer.NOBODY)) {
          int all = text + given.video();
          NDArray whole = given.mask().whole(pass, all);
          NDArray shorter = given.mask().whole(pass, all - 1);
          assertThat(shorter.getShape()).isEqualTo(new Shape(all - 1, all - 1));
          NDIndex leading = new NDIndex(":" + (all - 1) + ", :" + (all - 1));
          assertThat(shorter.toFloatArray()).isEqualTo(whole.get(leading).toFloatArray());
        }
      }
    }
  }

  /** Of a mechanism whose only tensor is that of the given one. */
  private static LayerSides sides(int text, int video) {
    List<Kind> kinds =
        text == 0
            ? List.of(new Kind("video", video))
            : List.of(new Kind("caption", text), new Kind("video", video));
    SparseMask config = new SparseMask(0.5, false);
    Transformer backbone = lamina.model.Given.backbone();
    Site site =
        Site.of(
            Place.of("a test", kinds, true), backbone, EncoderStyle.of(backbone), config.traits());
    return ((Scored) config.in(new Declaration(), site)).sides();
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Given given = Given.of(manager, gold(), false);
      FiniteDifferences.check(manager, given.parameters(), given.mask()::probabilities);
    }
  }

  /** d/dw of the mean of sigmoid(w) off the diagonal, whether the mask is hard or not. */
  @Test
  void theLossMovesEveryWeightButTheDiagonal() throws IOException {
    for (boolean hard : new boolean[] {false, true}) {
      try (NDManager manager = NDManager.newBaseManager()) {
        Given given = Given.of(manager, gold(), hard);
        float[] w = given.parameters().values();
        float[] gradient = gradient(manager, given, given.mask()::sparsity);
        for (int i = 0; i < w.length; i++) {
          double p = 1 / (1 + Math.exp(-w[i]));
          boolean diagonal = i % (given.video() + 1) == 0;
          assertThat((double) gradient[i])
              .isCloseTo(diagonal ? 0 : p * (1 - p) / w.length, within(1e-8));
        }
      }
    }
  }

  @Test
  void scoresDoNotMoveTheWeightsOfAHardMask() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Given given = Given.of(manager, gold(), true);
      float[] gradient =
          gradient(
              manager,
              given,
              pass -> given.mask().bias(pass).sum().add(given.mask().sparsity(pass)));
      assertThat(gradient)
          .isEqualTo(gradient(manager, Given.of(manager, gold(), true), given.mask()::sparsity));
    }
  }

  private static float[] gradient(NDManager manager, Given given, Function<Pass, NDArray> loss) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, given.parameters())) {
      pass.backward(loss.apply(pass));
    }
    try (NDArray gradient = given.parameters().flat().getGradient()) {
      return gradient.toFloatArray();
    }
  }
}
