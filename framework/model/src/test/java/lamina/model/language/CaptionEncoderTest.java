package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.SparseMask;
import lamina.mask.StaticMask;
import lamina.model.AttentionRows;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Floats;
import lamina.model.Given;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptionEncoderTest {
  private static final int WORDS = 9;
  private static final int TEXT = 4;
  private static final int VIDEO = 3;
  private static final int ALL = TEXT + VIDEO;
  private static final int FEATURES = 5;
  private static final int WIDTH = 4;
  private static final int[][] CAPTIONS = {{1, 5, 8, 0}, {1, 2, 3, 8}};

  private static Transformer backbone() {
    return new Transformer(2, 2, WIDTH, 8, 0, Activation.GELU, Normalisation.POST);
  }

  /** What a mask adds to the parameters. */
  private record Case(AttentionMask mask, int parameters) {}

  private static Map<String, Case> cases() {
    int lam = WIDTH * WIDTH + WIDTH + WIDTH * ALL + ALL;
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("none", new Case(new NoMask(), 0));
    cases.put("sparse video", new Case(new SparseMask(0.5, false), VIDEO * VIDEO));
    cases.put("hard sparse video", new Case(new SparseMask(0.5, true), VIDEO * VIDEO));
    for (MaskFusion fusion : MaskFusion.values()) {
      LearnableMask mask = Given.mask().withFusion(fusion);
      cases.put("LAM " + fusion, new Case(mask.withPlacement(MaskPlacement.SHARED_MASK), lam));
      cases.put(
          "Multi-LAM " + fusion, new Case(mask.withPlacement(MaskPlacement.PER_LAYER), 2 * lam));
    }
    cases.put(
        "shared module", new Case(Given.mask().withPlacement(MaskPlacement.SHARED_MODULE), lam));
    cases.put("static", new Case(new StaticMask(MaskFusion.ADD), ALL * ALL));
    return cases;
  }

  static Set<String> names() {
    return cases().keySet();
  }

  /** An encoder with its parameters and one batch. */
  private record Subject(
      Declaration declaration, CaptionEncoder encoder, Parameters parameters, NDArray video) {
    static Subject of(NDManager manager, AttentionMask mask) {
      Declaration declaration = new Declaration();
      CaptionEncoder encoder =
          new CaptionEncoder(
              declaration,
              new CaptionEncoderConfig(WORDS, TEXT, VIDEO, FEATURES, false, backbone(), mask));
      Parameters parameters = Parameters.initial(declaration, 3, manager);
      NDArray video = Given.uniform(manager, 1, CAPTIONS.length, VIDEO, FEATURES);
      return new Subject(declaration, encoder, parameters, video);
    }

    NDArray logits(Pass pass, int[][] captions) {
      return encoder.forward(pass, captions, new VideoTokens(video).in(pass));
    }

    float[] logits(NDManager manager, int[][] captions) {
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        return logits(pass, captions).toFloatArray();
      }
    }
  }

  /**
   * By hand, D 4: words and places; a norm; the video's projection of 5 features and its norm; 2
   * layers of 4 (D D + D), 2 norms and a feed-forward of 8; the head's layer, norm and biases.
   */
  @ParameterizedTest
  @MethodSource("names")
  void theNumberOfParametersIsExact(String name) {
    Case given = cases().get(name);
    int norm = 2 * WIDTH;
    int square = WIDTH * WIDTH + WIDTH;
    int inputs = (WORDS + TEXT) * WIDTH + norm + FEATURES * WIDTH + WIDTH + norm;
    int layer = 4 * square + 2 * norm + WIDTH * 8 + 8 + 8 * WIDTH + WIDTH;
    int head = square + norm + WORDS;
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThat(Subject.of(manager, given.mask()).declaration().size())
          .isEqualTo(inputs + 2 * layer + head + given.parameters());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void gradientsAreThoseOfFiniteDifferences(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, cases().get(name).mask());
      if (cases().get(name).mask() instanceof SparseMask) {
        closeLightly(subject);
      }
      // norms of small vectors curve too much for differences
      change(subject, "words.weight", value -> 25 * value);
      change(subject, "positions", value -> 25 * value);
      FiniteDifferences.check(
          manager, subject.parameters(), pass -> subject.logits(pass, CAPTIONS));
    }
  }

  /** A bias of thousands lets nothing through; W of 9 gives about -1. */
  private static void closeLightly(Subject subject) {
    change(subject, "mask.matrix", value -> 9f);
  }

  private static void change(Subject subject, String name, UnaryOperator<Float> change) {
    float[] values = subject.parameters().values();
    int from = 0;
    for (Declaration.Tensor tensor : subject.declaration().tensors()) {
      for (int i = from; tensor.name().equals(name) && i < from + tensor.size(); i++) {
        values[i] = change.apply(values[i]);
      }
      from += tensor.size();
    }
    subject.parameters().set(values);
  }

  @ParameterizedTest
  @MethodSource("names")
  void noWordSeesALaterOneAndEveryWordSeesTheVideo(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, cases().get(name).mask());
      float[] before = subject.logits(manager, CAPTIONS);
      for (int changed = 1; changed < TEXT; changed++) {
        int[][] captions = {CAPTIONS[0].clone(), CAPTIONS[1]};
        captions[0][changed] = 7;
        float[] after = subject.logits(manager, captions);
        int unchanged = changed * WORDS;
        assertThat(Arrays.copyOf(after, unchanged)).isEqualTo(Arrays.copyOf(before, unchanged));
        assertThat(Arrays.copyOfRange(after, unchanged, unchanged + WORDS))
            .isNotEqualTo(Arrays.copyOfRange(before, unchanged, unchanged + WORDS));
      }
      subject.video().set(new NDIndex("0, 2"), manager.create(0.9f));
      float[] after = subject.logits(manager, CAPTIONS);
      for (int word = 0; word < TEXT; word++) {
        int from = word * WORDS;
        assertThat(Arrays.copyOfRange(after, from, from + WORDS))
            .isNotEqualTo(Arrays.copyOfRange(before, from, from + WORDS));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void probabilitiesAreThereWhereThePatternAllowsThem(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, cases().get(name).mask());
      if (cases().get(name).mask() instanceof SparseMask) {
        closeLightly(subject);
      }
      List<float[]> seen = probabilities(manager, subject);
      assertThat(seen).hasSize(backbone().layers());
      for (float[] layer : seen) {
        for (int i = 0; i < layer.length; i++) {
          int query = i / ALL % ALL;
          int key = i % ALL;
          boolean allowed = key >= TEXT || query < TEXT && key <= query;
          assertThat(layer[i] > 0).as("query %d, key %d", query, key).isEqualTo(allowed);
        }
      }
    }
  }

  /** Of every layer, (B, H, N, N). */
  private static List<float[]> probabilities(NDManager manager, Subject subject) {
    List<float[]> seen = new ArrayList<>();
    Observer observer =
        new Observer() {
          @Override
          public void attention(int layer, AttentionRows rows) {
            rows.forEach((mask, probabilities) -> seen.add(probabilities.toFloatArray()));
          }
        };
    try (Pass pass = Pass.evaluation(manager, subject.parameters(), observer)) {
      subject.logits(pass, CAPTIONS);
    }
    return seen;
  }

  @Test
  void aVideoTokenThatASparseMaskHidesIsHiddenFromVideoAlone() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, new SparseMask(0.5, true));
      change(subject, "mask.matrix", value -> -1f);
      List<float[]> seen = probabilities(manager, subject);
      for (int i = 0; i < seen.get(0).length; i++) {
        int query = i / ALL % ALL;
        int key = i % ALL;
        if (query >= TEXT) {
          assertThat(seen.get(0)[i]).isEqualTo(query == key ? 1f : 0f);
        } else if (key >= TEXT) {
          assertThat(seen.get(0)[i]).isGreaterThan(0);
        }
      }
    }
  }

  @Test
  void theSparsityLossIsTheWeightedMeanOfTheMaskOffItsDiagonal() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, new SparseMask(0.5, false));
      closeLightly(subject);
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, subject.parameters())) {
        subject.logits(pass, CAPTIONS);
        double sigmoid = 1 / (1 + Math.exp(-9));
        assertThat((double) pass.objective(pass.zeros(new Shape())).getFloat())
            .isCloseTo(0.5 * sigmoid * 6 / 9, within(1e-6));
      }
      try (Pass pass = Pass.evaluation(manager, subject.parameters(), Observer.NOBODY)) {
        subject.logits(pass, CAPTIONS);
        assertThat(pass.objective(pass.zeros(new Shape())).getFloat()).isZero();
      }
      Subject plain = Subject.of(manager, new NoMask());
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, plain.parameters())) {
        plain.logits(pass, CAPTIONS);
        assertThat(pass.objective(pass.zeros(new Shape())).getFloat()).isZero();
      }
    }
  }

  @Test
  void generationAsksForTheWordAtTheMaskTokenBehindTheWordsSoFar() {
    int start = 1;
    int masked = 8;
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, cases().get("Multi-LAM MULTIPLY").mask());
      try (NextTokens next =
          new MaskedNextTokens(
              subject.encoder(),
              subject.parameters(),
              start,
              masked,
              new VideoTokens(subject.video()),
              manager)) {
        assertThat(next.first())
            .isDeepEqualTo(rows(subject, manager, 1, new int[][] {{1, 8, 0, 0}, {1, 8, 0, 0}}));
        int[][] second = {{1, 6, 8, 0}, {1, 2, 8, 0}};
        assertThat(next.next(new int[] {0, 1}, new int[] {6, 2}))
            .isDeepEqualTo(rows(subject, manager, 2, second));
        float[] third = next.next(new int[] {1}, new int[] {4})[0];
        float[] expected = rows(subject, manager, 3, new int[][] {{1, 1, 1, 8}, {1, 2, 4, 8}})[1];
        assertThat(Floats.distance(third, expected)).isLessThan(1e-5);
        assertThatThrownBy(() -> next.next(new int[] {0}, new int[] {4}))
            .hasMessage("captions of at most 4 words are generated, with the start token");
      }
      try (NextTokens next =
          new MaskedNextTokens(
              subject.encoder(),
              subject.parameters(),
              start,
              masked,
              new VideoTokens(subject.video()),
              manager)) {
        assertThat(new BeamSearch(2, TEXT - 1, 0, 1).run(next)).hasSize(2);
      }
    }
  }

  /** Logits at one place. */
  private static float[][] rows(Subject subject, NDManager manager, int place, int[][] captions) {
    float[] all = subject.logits(manager, captions);
    float[][] rows = new float[captions.length][];
    for (int i = 0; i < rows.length; i++) {
      int from = (i * TEXT + place) * WORDS;
      rows[i] = Arrays.copyOfRange(all, from, from + WORDS);
    }
    return rows;
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, new NoMask());
      try (Pass pass = Pass.evaluation(manager, subject.parameters(), Observer.NOBODY)) {
        assertThatThrownBy(() -> subject.logits(pass, new int[][] {{1, 2, 3}, {1, 2, 3}}))
            .hasMessage("captions must be padded to 4 tokens, got 3");
        assertThatThrownBy(() -> subject.logits(pass, new int[][] {{1, 2, 3, 0}}))
            .hasMessage("video features must be of shape (1, 3, 5), got (2, 3, 5)");
      }
    }
    assertThatThrownBy(
            () ->
                new CaptionEncoderConfig(
                    WORDS, 0, VIDEO, FEATURES, false, backbone(), new SparseMask(0.5, false)))
        .hasMessage("caption.textTokens must be at least 1, got 0");
  }
}
