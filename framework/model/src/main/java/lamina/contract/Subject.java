package lamina.contract;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import lamina.config.Activation;
import lamina.config.Kind;
import lamina.config.Normalisation;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mechanism.Buildable;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Site;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.Draws;
import lamina.model.Frozen;
import lamina.model.Moment;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;

/**
 * A small encoder with a mechanism, made anew for every rule: 4 layers, D 8, 2 heads, 3 + 4 tokens,
 * 3 examples.
 */
final class Subject implements AutoCloseable {
  static final int EXAMPLES = 3;
  static final int TOKENS = 7;
  static final int WIDTH = 8;
  private static final long SEED = 5;

  private static final Place PLACE =
      Place.of("the contract", List.of(new Kind("image", 3), new Kind("audio", 4)), false);
  private static final Place CROSS =
      new Place(
          "the contract",
          List.of(new Kind("image", TOKENS)),
          List.of(new Kind("text", TOKENS)),
          false,
          true,
          Place.Pairs.SEEN,
          true);
  private static final Transformer BACKBONE =
      new Transformer(4, 2, WIDTH, 16, 0, Activation.GELU, Normalisation.PRE);

  private final NDManager manager;
  private final Encoder encoder;
  private final Parameters parameters;

  /** Loss and gradients of a training pass. */
  record Step(double loss, float[] ofParameters, float[] ofInput) {
    boolean isFinite() {
      return Double.isFinite(loss)
          && Double.isFinite(Numbers.norm(ofParameters))
          && Double.isFinite(Numbers.norm(ofInput));
    }
  }

  Subject(Buildable mechanism, UnaryOperator<Site> change, NDManager parent) {
    this(mechanism, PLACE, change, parent);
  }

  /** The same with tokens that attend to others. */
  static Subject across(Buildable mechanism, NDManager parent) {
    mechanism.requireFit(CROSS, BACKBONE);
    return new Subject(mechanism, CROSS, UnaryOperator.identity(), parent);
  }

  private Subject(Buildable mechanism, Place place, UnaryOperator<Site> change, NDManager parent) {
    this.manager = parent.newSubManager();
    Declaration all = new Declaration();
    this.encoder =
        new Encoder(
            all, all.in("mask"), BACKBONE, mechanism, place, EncoderStyle.of(BACKBONE), change);
    Frozen frozen = all.frozenTensors().isEmpty() ? null : Frozen.initial(all, SEED, manager);
    this.parameters = Parameters.initial(all, frozen, SEED, manager);
    moveFromZero();
  }

  /** Starts of zero have gradients of zero. */
  private void moveFromZero() {
    float[] values = parameters.values();
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < parameters.flat().size(); i++) {
      values[i] += (float) (0.2 * (random.nextDouble() - 0.5));
    }
    parameters.set(values);
  }

  Parameters parameters() {
    return parameters;
  }

  /** How many arrays outlive their passes. */
  int held() {
    return manager.getManagedArrays().size();
  }

  /** Tokens in [-1, 1), the same for a seed, (B, N, D) row by row. */
  static float[] tokens(long seed) {
    return Numbers.uniform(seed, EXAMPLES * TOKENS * WIDTH);
  }

  /** Those tokens, with others behind the first {@code same} of every example. */
  static float[] changedBehind(int same, float[] tokens) {
    float[] changed = tokens.clone();
    float[] others = tokens(2);
    for (int i = 0; i < tokens.length; i++) {
      if (i / WIDTH % TOKENS >= same) {
        changed[i] = 3 * others[i];
      }
    }
    return changed;
  }

  /** The values of the first tokens of every example. */
  static float[] leading(float[] values, int tokens) {
    int size = tokens * WIDTH;
    float[] leading = new float[EXAMPLES * size];
    for (int i = 0; i < EXAMPLES; i++) {
      System.arraycopy(values, i * TOKENS * WIDTH, leading, i * size, size);
    }
    return leading;
  }

  /** What comes out in evaluation, row by row. */
  float[] output(float[] tokens, int examples, Function<Pass, Visible> visible) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY, moment(0))) {
      return output(pass, tokens, examples, visible).toFloatArray();
    }
  }

  /** What comes out of tokens that attend to others, of both the first {@code real} are real. */
  float[] outputAcross(float[] tokens, float[] others, int real) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY, moment(0))) {
      Tokens x = new Tokens(input(pass, tokens), null);
      Tokens y = new Tokens(input(pass, others), null);
      NDArray keys = realAre(real).apply(pass).keys();
      Visible visible = Visible.keys(keys).andQueries(keys);
      return encoder
          .forward(pass, x, y, visible, Kinds.cross(CROSS, TOKENS, TOKENS))
          .toFloatArray();
    }
  }

  /** How many tokens come out. */
  long tokensOut(float[] tokens) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY, moment(0))) {
      return output(pass, tokens, EXAMPLES, p -> Visible.ALL).getShape().get(1);
    }
  }

  /** Shows an observer a pass over tokens. */
  void show(float[] tokens, Observer observer) {
    try (Pass pass = Pass.evaluation(manager, parameters, observer, moment(0))) {
      output(pass, tokens, EXAMPLES, p -> Visible.ALL);
    }
  }

  private NDArray output(Pass pass, float[] tokens, int examples, Function<Pass, Visible> visible) {
    Shape shape = new Shape(examples, tokens.length / examples / WIDTH, WIDTH);
    return encoder.forward(pass, pass.manager().create(tokens, shape), visible.apply(pass));
  }

  private static Moment moment(int step) {
    return new Moment(Draws.of(SEED, "step " + step), step / 1000.0);
  }

  /** The loss of a training pass: a fixed sum of what comes out, and what the mechanism adds. */
  double loss(float[] tokens, int number) {
    try (Pass pass = Pass.training(manager, parameters, moment(number))) {
      return loss(pass, input(pass, tokens), p -> Visible.ALL).getFloat();
    }
  }

  /** The same with gradients. */
  Step step(float[] tokens, int number, Function<Pass, Visible> visible) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters, moment(number))) {
      NDArray x = input(pass, tokens);
      x.setRequiresGradient(true);
      NDArray loss = loss(pass, x, visible);
      double value = loss.getFloat();
      pass.backward(loss);
      try (NDArray gradient = parameters.flat().getGradient();
          NDArray ofInput = x.getGradient()) {
        Step step = new Step(value, gradient.toFloatArray(), ofInput.toFloatArray());
        gradient.subi(gradient);
        return step;
      }
    }
  }

  private static NDArray input(Pass pass, float[] tokens) {
    return pass.manager().create(tokens, new Shape(EXAMPLES, TOKENS, WIDTH));
  }

  private NDArray loss(Pass pass, NDArray x, Function<Pass, Visible> visible) {
    NDArray out = encoder.forward(pass, x, visible.apply(pass));
    float[] weights = Numbers.uniform(3, Math.toIntExact(out.size()));
    NDArray sum = out.mul(pass.manager().create(weights, out.getShape())).sum();
    return pass.objective(sum.mul(pass.scalar(0.5)));
  }

  /** A step down the gradient, after which states have their next values; its loss. */
  double train(int number) {
    Step step = step(tokens(number % 7), number, pass -> Visible.ALL);
    float[] values = parameters.values();
    for (int i = 0; i < step.ofParameters().length; i++) {
      values[i] -= 0.01f * step.ofParameters()[i];
    }
    parameters.set(values);
    parameters.takeOver();
    return step.loss();
  }

  /** Only the first tokens of every example are real. */
  static Function<Pass, Visible> realAre(int tokens) {
    return pass -> {
      boolean[] real = new boolean[EXAMPLES * TOKENS];
      for (int i = 0; i < real.length; i++) {
        real[i] = i % TOKENS < tokens;
      }
      return Visible.keys(pass.manager().create(real, new Shape(EXAMPLES, TOKENS)));
    };
  }

  @Override
  public void close() {
    parameters.close();
    manager.close();
  }
}
