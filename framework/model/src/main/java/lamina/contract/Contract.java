package lamina.contract;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
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

  private static Finding same(
      Rule rule, String what, float[] one, float[] other, IntFunction<String> place) {
    if (one.length != other.length) {
      String detail = "%s are %d and %d numbers".formatted(what, one.length, other.length);
      return new Finding(rule, false, detail);
    }
    double difference = Numbers.difference(one, other);
    boolean same = difference <= SAME;
    String detail =
        String.format(Locale.ROOT, "%s differ by %.1e of the greatest", what, difference);
    return new Finding(rule, same, same ? detail : detail + ", " + Where.most(one, other, place));
  }

  /** The same of values of tokens, (examples, tokens, D). */
  private static Finding sameTokens(
      Rule rule, String what, float[] one, float[] other, int examples) {
    int tokens = Math.max(1, one.length / examples / Subject.WIDTH);
    return same(rule, what, one, other, Where.token(tokens));
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
          sameTokens(
              Rule.CHUNKS,
              "values",
              whole.output(tokens, Subject.EXAMPLES, ALL),
              parts.output(tokens, Subject.EXAMPLES, ALL),
              Subject.EXAMPLES),
          same(
              Rule.CHUNKS,
              "gradients",
              one.ofParameters(),
              other.ofParameters(),
              Where.tensor(whole.parameters().tensors())),
          sameTokens(
              Rule.CHUNKS,
              "the input's gradients",
              one.ofInput(),
              other.ofInput(),
              Subject.EXAMPLES));
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
      return sameTokens(
          Rule.BATCH,
          "values in a batch and alone",
          Arrays.copyOf(together, alone.length),
          alone,
          1);
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
      return sameTokens(
          Rule.PADDING,
          "values that attend across beside other padding",
          Subject.leading(subject.outputAcross(tokens, others, real), real),
          Subject.leading(
              subject.outputAcross(
                  Subject.changedBehind(real, tokens), Subject.changedBehind(real, others), real),
              real),
          Subject.EXAMPLES);
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
          ? sameTokens(
              rule,
              what,
              Subject.leading(one, first),
              Subject.leading(other, first),
              Subject.EXAMPLES)
          : sameTokens(rule, what, one, other, Subject.EXAMPLES);
    }
  }

  private Finding repeats() {
    float[] tokens = Subject.tokens(1);
    try (Subject subject = subject()) {
      Engine.getInstance().setRandomSeed(1);
      Subject.Step one = subject.step(tokens, 3, ALL);
      Engine.getInstance().setRandomSeed(2);
      Subject.Step other = subject.step(tokens, 3, ALL);
      boolean parameters = Arrays.equals(one.ofParameters(), other.ofParameters());
      boolean input = Arrays.equals(one.ofInput(), other.ofInput());
      boolean same = one.loss() == other.loss() && parameters && input;
      if (same) {
        return new Finding(Rule.REPEATS, true, "the same bits twice");
      }
      String where =
          input
              ? String.format(Locale.ROOT, "its loss is %.9g and %.9g", one.loss(), other.loss())
              : "the input's gradients "
                  + Where.most(one.ofInput(), other.ofInput(), Where.token(Subject.TOKENS));
      if (!parameters) {
        where =
            "gradients "
                + Where.most(
                    one.ofParameters(),
                    other.ofParameters(),
                    Where.tensor(subject.parameters().tensors()));
      }
      return new Finding(
          Rule.REPEATS,
          false,
          "the same step twice differs, "
              + where
              + "; draw by pass.uniform or pass.normal, and keep nothing in fields");
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
      float[] ended = resumed.parameters().values();
      if (Arrays.equals(whole, ended)) {
        return new Finding(Rule.RESUMES, true, "the same bits");
      }
      String most = Where.most(whole, ended, Where.tensor(resumed.parameters().changing()));
      return new Finding(
          Rule.RESUMES,
          false,
          "a resumed training ends elsewhere, " + most + "; state belongs in Declaration.state");
    }
  }

  /** What an observer sees of the rows' weights. */
  private static final class Sums implements Observer {
    private double least = Double.POSITIVE_INFINITY;
    private double farthest;
    private String negative = "";
    private String off = "";
    private int layers;

    @Override
    public void attention(int layer, AttentionRows rows) {
      layers++;
      int[] first = {0};
      rows.forEach(
          (mask, weights) -> {
            double here = weights.min().getFloat();
            if (here < least) {
              least = here;
              negative = "layer " + layer;
            }
            Shape shape = weights.getShape();
            float[] sums = weights.sum(new int[] {3}).toFloatArray();
            for (int i = 0; i < sums.length; i++) {
              double distance = Math.abs(sums[i] - 1);
              if (Double.isNaN(distance) || distance > farthest) {
                farthest = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
                off = row(layer, first[0], i, shape) + " adds up to " + sums[i];
              }
            }
            first[0] += (int) shape.get(2);
          });
    }

    private static String row(int layer, int first, int number, Shape shape) {
      int rows = (int) shape.get(2);
      int heads = (int) shape.get(1);
      return "layer %d, example %d, head %d, row %d"
          .formatted(layer, number / rows / heads, number / rows % heads, first + number % rows);
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
    detail += sign ? "" : "; the least is in " + sums.negative;
    detail += sum ? "" : "; " + sums.off;
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
      return finite(Rule.EDGES, subject, "with " + what, tokens, visible);
    }
  }

  private static Finding finite(
      Rule rule, Subject subject, String when, float[] tokens, Function<Pass, Visible> visible) {
    Subject.Step step = subject.step(tokens, 0, visible);
    if (step.isFinite()) {
      return new Finding(rule, true, "finite");
    }
    String input = Where.firstNotFinite(step.ofInput(), Where.token(Subject.TOKENS));
    String tensor =
        Where.firstNotFinite(step.ofParameters(), Where.tensor(subject.parameters().tensors()));
    String where = tensor.isEmpty() ? "the input's in " + input : "that of " + tensor;
    String gradient = tensor.isEmpty() && input.isEmpty() ? "" : ", the first gradient " + where;
    return new Finding(
        rule, false, "not finite %s: the loss is %s%s".formatted(when, step.loss(), gradient));
  }

  /** All keys are hidden: a token's values must not depend on any other's. */
  private Finding emptyRows() {
    if (!traits.padding()) {
      return Finding.notPromised(Rule.EMPTY_ROWS, "padding");
    }
    try (Subject subject = subject()) {
      Finding finite =
          finite(
              Rule.EMPTY_ROWS,
              subject,
              "where a query sees no key",
              Subject.tokens(1),
              Subject.realAre(0));
      if (!finite.holds()) {
        return finite;
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
