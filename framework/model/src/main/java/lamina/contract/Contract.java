package lamina.contract;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import lamina.config.ConfigException;
import lamina.config.Traits;
import lamina.mechanism.Buildable;
import lamina.mechanism.Site;
import lamina.model.AttentionRows;
import lamina.model.Observer;
import lamina.model.Pass;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.FusedAttention;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Visible;

/** Runs a mechanism in small encoders, and says of each rule whether it is kept. */
public final class Contract {
  private static final double SAME = 2e-5;
  private static final int CHUNK_SCORES = 50;
  private static final int MANY_STEPS = 300;
  private static final Function<Pass, Visible> ALL = pass -> Visible.ALL;

  private final Buildable mechanism;
  private final Traits traits;
  private final NDManager manager;

  private Contract(Buildable mechanism, NDManager manager) {
    this.mechanism = mechanism;
    this.traits = mechanism.traits();
    this.manager = manager;
  }

  /** One rule. */
  public static Finding check(Buildable mechanism, Rule rule) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return new Contract(mechanism, manager).found(rule);
    }
  }

  /** All rules but the one of many steps. */
  public static List<Finding> check(Buildable mechanism) {
    return check(mechanism, false);
  }

  /**
   * All rules.
   *
   * @param manySteps whether to make many steps too
   */
  public static List<Finding> check(Buildable mechanism, boolean manySteps) {
    return Arrays.stream(Rule.values())
        .filter(rule -> rule != Rule.STEPS || manySteps)
        .map(rule -> check(mechanism, rule))
        .toList();
  }

  /** Whatever a mechanism throws is what was found. */
  private Finding found(Rule rule) {
    try {
      return switch (rule) {
        case GRADIENTS -> gradients();
        case CHUNKS -> chunks();
        case BATCH -> batch();
        case PADDING -> padding();
        case CAUSALITY -> causality();
        case REPEATS -> repeats();
        case RESUMES -> resumes();
        case WEIGHTS -> weights();
        case TOKENS -> tokens();
        case EDGES -> edges();
        case EMPTY_ROWS -> emptyRows();
        case MEMORY -> memory();
        case STEPS -> steps();
      };
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      String where = rule == Rule.CHUNKS ? "in chunks, where a step has no array but sides, " : "";
      return new Finding(rule, false, where + "fails: " + e);
    }
  }

  private Subject subject() {
    return subject(UnaryOperator.identity());
  }

  private Subject subject(UnaryOperator<Site> change) {
    return new Subject(mechanism, change, manager);
  }

  private static Finding same(Rule rule, String what, float[] one, float[] other) {
    double difference = Numbers.difference(one, other);
    String detail =
        String.format(Locale.ROOT, "%s differ by %.1e of the greatest", what, difference);
    return new Finding(rule, difference <= SAME, detail);
  }

  private Finding gradients() {
    try (Subject subject = subject()) {
      return new Slopes(subject).finding();
    }
  }

  private Finding chunks() {
    if (traits.rows() == Traits.Rows.WHOLE) {
      return Finding.notPromised(Rule.CHUNKS, "rows");
    }
    return Finding.worst(
        asWhole(site -> site.inChunks(CHUNK_SCORES)), asWhole(Contract::fusedWhereItHasFeatures));
  }

  private static Site fusedWhereItHasFeatures(Site site) {
    return site.with(
        steps ->
            steps.featureWidth(site.headWidth()).isPresent()
                ? new FusedAttention(steps)
                : new MaterialisedAttention(steps, 0));
  }

  /** Holds another way of computing attention to the one that keeps all scores. */
  private Finding asWhole(UnaryOperator<Site> way) {
    float[] tokens = Subject.tokens(1);
    try (Subject whole = subject(site -> site.with(AttentionForm.MATERIALISED));
        Subject parts = subject(way)) {
      Subject.Step one = whole.step(tokens, 0, ALL);
      Subject.Step other = parts.step(tokens, 0, ALL);
      return Finding.worst(
          same(
              Rule.CHUNKS,
              "values",
              whole.output(tokens, Subject.EXAMPLES, ALL),
              parts.output(tokens, Subject.EXAMPLES, ALL)),
          same(Rule.CHUNKS, "gradients", one.ofParameters(), other.ofParameters()),
          same(Rule.CHUNKS, "the input's gradients", one.ofInput(), other.ofInput()));
    }
  }

  private Finding batch() {
    if (!traits.batchFree()) {
      return Finding.notPromised(Rule.BATCH, "batchFree");
    }
    float[] tokens = Subject.tokens(1);
    try (Subject subject = subject()) {
      float[] alone =
          subject.output(Arrays.copyOf(tokens, tokens.length / Subject.EXAMPLES), 1, ALL);
      float[] together = subject.output(tokens, Subject.EXAMPLES, ALL);
      return same(
          Rule.BATCH, "values alone and in a batch", Arrays.copyOf(together, alone.length), alone);
    }
  }

  private Finding padding() {
    if (!traits.padding()) {
      return Finding.notPromised(Rule.PADDING, "padding");
    }
    int real = Subject.TOKENS - 2;
    return Finding.worst(
        unmoved(Rule.PADDING, "values beside other padding", real, Subject.realAre(real)),
        paddingAcross(real));
  }

  /** Of tokens that attend to others: neither padded keys nor padded queries reach what is real. */
  private Finding paddingAcross(int real) {
    float[] tokens = Subject.tokens(1);
    float[] others = Subject.tokens(3);
    if (!traits.cross() || !traits.keepsTokens()) {
      return Finding.notPromised(Rule.PADDING, "cross");
    }
    try (Subject subject = Subject.across(mechanism, manager)) {
      return same(
          Rule.PADDING,
          "values that attend across beside other padding",
          Subject.leading(subject.outputAcross(tokens, others, real), real),
          Subject.leading(
              subject.outputAcross(
                  Subject.changedBehind(real, tokens), Subject.changedBehind(real, others), real),
              real));
    } catch (ConfigException refused) {
      return Finding.notPromised(Rule.PADDING, "cross");
    }
  }

  private Finding causality() {
    if (!traits.causal()) {
      return Finding.notPromised(Rule.CAUSALITY, "causal");
    }
    return unmoved(
        Rule.CAUSALITY,
        "values before other tokens",
        Subject.TOKENS - 3,
        pass -> Visible.ALL.andCausal());
  }

  /** Tokens behind the first few change, and the first few must not. */
  private Finding unmoved(Rule rule, String what, int first, Function<Pass, Visible> visible) {
    float[] tokens = Subject.tokens(1);
    try (Subject subject = subject()) {
      float[] one = subject.output(tokens, Subject.EXAMPLES, visible);
      float[] other =
          subject.output(Subject.changedBehind(first, tokens), Subject.EXAMPLES, visible);
      return traits.keepsTokens()
          ? same(rule, what, Subject.leading(one, first), Subject.leading(other, first))
          : same(rule, what, one, other);
    }
  }

  private Finding repeats() {
    float[] tokens = Subject.tokens(1);
    try (Subject subject = subject()) {
      Engine.getInstance().setRandomSeed(1);
      Subject.Step one = subject.step(tokens, 3, ALL);
      Engine.getInstance().setRandomSeed(2);
      Subject.Step other = subject.step(tokens, 3, ALL);
      boolean same =
          one.loss() == other.loss()
              && Arrays.equals(one.ofParameters(), other.ofParameters())
              && Arrays.equals(one.ofInput(), other.ofInput());
      String otherwise =
          "the same step twice differs: draw by pass.uniform or pass.normal, and keep nothing in fields";
      return new Finding(Rule.REPEATS, same, same ? "the same bits twice" : otherwise);
    }
  }

  private Finding resumes() {
    float[] half;
    float[] whole;
    try (Subject subject = subject()) {
      subject.train(0);
      subject.train(1);
      half = subject.parameters().values();
      subject.train(2);
      subject.train(3);
      whole = subject.parameters().values();
    }
    try (Subject resumed = subject()) {
      resumed.parameters().set(half);
      resumed.train(2);
      resumed.train(3);
      boolean same = Arrays.equals(whole, resumed.parameters().values());
      String otherwise = "a resumed training ends elsewhere: state belongs in Declaration.state";
      return new Finding(Rule.RESUMES, same, same ? "the same bits" : otherwise);
    }
  }

  /** What an observer sees of the rows' weights. */
  private static final class Sums implements Observer {
    private double least = Double.POSITIVE_INFINITY;
    private double farthest;
    private int layers;

    @Override
    public void attention(int layer, AttentionRows rows) {
      layers++;
      rows.forEach(
          (mask, weights) -> {
            least = Math.min(least, weights.min().getFloat());
            for (float sum : weights.sum(new int[] {3}).toFloatArray()) {
              farthest = Math.max(farthest, Math.abs(sum - 1));
            }
          });
    }
  }

  private Finding weights() {
    if (traits.weights() == Traits.Weights.NONE) {
      return Finding.notPromised(Rule.WEIGHTS, "weights");
    }
    Sums sums = new Sums();
    try (Subject subject = subject()) {
      subject.show(Subject.tokens(1), sums);
    }
    boolean sign = traits.weights() == Traits.Weights.SIGNED || sums.least >= 0;
    boolean sum = traits.weights() != Traits.Weights.DISTRIBUTION || sums.farthest <= 1e-4;
    String detail =
        String.format(
            Locale.ROOT,
            "in %d layers the least weight is %.2g, and rows add up to 1 within %.1e",
            sums.layers,
            sums.least,
            sums.farthest);
    return new Finding(Rule.WEIGHTS, sums.layers > 0 && sign && sum, detail);
  }

  private Finding tokens() {
    if (!traits.keepsTokens()) {
      return Finding.notPromised(Rule.TOKENS, "keepsTokens");
    }
    try (Subject subject = subject()) {
      long tokens = subject.tokensOut(Subject.tokens(1));
      String detail = "%d tokens go in, %d come out".formatted(Subject.TOKENS, tokens);
      return new Finding(Rule.TOKENS, tokens == Subject.TOKENS, detail);
    }
  }

  private Finding edges() {
    float[] equal = Subject.tokens(1);
    Arrays.fill(equal, 0.5f);
    Finding equalTokens = finite("equal tokens", equal, ALL);
    return Finding.worst(
        equalTokens,
        finite("tokens of zeros", new float[equal.length], ALL),
        traits.padding()
            ? finite("one visible key", Subject.tokens(1), Subject.realAre(1))
            : equalTokens);
  }

  private Finding finite(String what, float[] tokens, Function<Pass, Visible> visible) {
    try (Subject subject = subject()) {
      boolean finite = subject.step(tokens, 0, visible).isFinite();
      return new Finding(Rule.EDGES, finite, finite ? "finite" : "not finite with " + what);
    }
  }

  /** All keys are hidden: a token's values must not depend on any other's. */
  private Finding emptyRows() {
    if (!traits.padding()) {
      return Finding.notPromised(Rule.EMPTY_ROWS, "padding");
    }
    try (Subject subject = subject()) {
      if (!subject.step(Subject.tokens(1), 0, Subject.realAre(0)).isFinite()) {
        return new Finding(Rule.EMPTY_ROWS, false, "not finite where a query sees no key");
      }
    }
    return unmoved(
        Rule.EMPTY_ROWS,
        "values of tokens that see no key",
        Subject.TOKENS - 1,
        Subject.realAre(0));
  }

  private Finding memory() {
    try (Subject subject = subject()) {
      subject.train(0);
      int before = subject.held();
      for (int step = 1; step < 6; step++) {
        subject.train(step);
      }
      int after = subject.held();
      String detail = "%d arrays are held after one step, %d after six".formatted(before, after);
      return new Finding(Rule.MEMORY, after <= before, detail);
    }
  }

  private Finding steps() {
    try (Subject subject = subject()) {
      for (int step = 0; step < MANY_STEPS; step++) {
        double loss = subject.train(step);
        if (!Double.isFinite(loss)) {
          String detail = "the loss is %s after %d steps".formatted(loss, step);
          return new Finding(Rule.STEPS, false, detail);
        }
      }
      return new Finding(Rule.STEPS, true, "finite over " + MANY_STEPS + " steps");
    }
  }
}
