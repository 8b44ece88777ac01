package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassTest {
  private static final int COUNT = 20_000;

  private final NDManager manager = NDManager.newBaseManager();
  private final Declaration declare = new Declaration();
  private final Declaration.Tensor tensor = declare.tensor("tensor", Initializer.constant(2), 3);
  private final Declaration.Tensor state = declare.state("state", Initializer.constant(1), 2);
  private final Parameters parameters = Parameters.initial(declare, 1, manager);

  @AfterEach
  void close() {
    parameters.close();
    manager.close();
  }

  @Test
  void drawsAreTheSameWheneverATrialComesThereAgainAndElseOthers() {
    float[] there = drawn(1, "epoch 1, step 2", "noise", 0);
    assertThat(drawn(1, "epoch 1, step 2", "noise", 0)).isEqualTo(there);
    assertThat(
            List.of(
                    there,
                    drawn(2, "epoch 1, step 2", "noise", 0),
                    drawn(1, "epoch 1, step 3", "noise", 0),
                    drawn(1, "test, batch 2", "noise", 0),
                    drawn(1, "epoch 1, step 2", "order", 0),
                    drawn(1, "epoch 1, step 2", "noise", 1))
                .stream()
                .map(Arrays::toString))
        .doesNotHaveDuplicates();
  }

  @Test
  void drawsAreNotTheEnginesAndLeaveItsRandomnessAlone() {
    Engine.getInstance().setRandomSeed(3);
    float[] draws = drawn(1, "step 1", "noise", 0);
    float[] next = manager.randomUniform(0, 1, new Shape(5)).toFloatArray();
    Engine.getInstance().setRandomSeed(4);
    assertThat(drawn(1, "step 1", "noise", 0)).isEqualTo(draws);
    Engine.getInstance().setRandomSeed(3);
    assertThat(manager.randomUniform(0, 1, new Shape(5)).toFloatArray()).isEqualTo(next);
  }

  @Test
  void drawsAreUniformOrNormalAndOfTheShapeAskedFor() {
    Moment moment = new Moment(Draws.of(7, "step 1"), 0);
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY, moment)) {
      NDArray uniform = pass.uniform("noise", 0, COUNT / 4, 4);
      NDArray normal = pass.normal("noise", 0, COUNT / 4, 4);
      assertThat(uniform.getShape()).isEqualTo(new Shape(COUNT / 4, 4));
      assertThat(normal.getShape()).isEqualTo(new Shape(COUNT / 4, 4));
      double[] sums = new double[3];
      for (float value : uniform.toFloatArray()) {
        assertThat(value).isGreaterThanOrEqualTo(0).isLessThan(1);
        sums[0] += value / COUNT;
      }
      for (float value : normal.toFloatArray()) {
        sums[1] += value / COUNT;
        sums[2] += value * value / COUNT;
      }
      assertThat(sums[0]).isBetween(0.49, 0.51);
      assertThat(sums[1]).isBetween(-0.03, 0.03);
      assertThat(sums[2]).isBetween(0.96, 1.04);
    }
  }

  @Test
  void drawsCanBeReplaced() {
    List<String> asked = new ArrayList<>();
    Draws own =
        new Draws() {
          @Override
          public float[] uniform(String name, int layer, int count) {
            return asked(name + " " + layer + " uniform", count);
          }

          @Override
          public float[] normal(String name, int layer, int count) {
            return asked(name + " " + layer + " normal", count);
          }

          private float[] asked(String what, int count) {
            asked.add(what);
            float[] numbers = new float[count];
            Arrays.fill(numbers, 0.25f);
            return numbers;
          }
        };
    try (Pass pass = Pass.training(manager, parameters, new Moment(own, 0))) {
      assertThat(pass.uniform("noise", 3, 2).toFloatArray()).containsExactly(0.25f, 0.25f);
      assertThat(pass.normal("order", 0, 1).toFloatArray()).containsExactly(0.25f);
      try (Pass inner = pass.inner()) {
        assertThat(inner.uniform("inner", 1, 1).toFloatArray()).containsExactly(0.25f);
      }
    }
    assertThat(asked).containsExactly("noise 3 uniform", "order 0 normal", "inner 1 uniform");
  }

  @Test
  void termsAndPenaltiesAreInTheObjectiveOfATrainingPassAlone() {
    try (Pass training = Pass.training(manager, parameters);
        Pass evaluation = Pass.evaluation(manager, parameters, Observer.NOBODY);
        Pass explaining = Pass.explaining(manager, parameters, Observer.NOBODY, Moment.NONE)) {
      for (Pass pass : List.of(training, evaluation, explaining)) {
        addTo(pass);
      }
      assertThat(objective(training)).isEqualTo(10 + 0.5f * 4 + 6);
      assertThat(training.terms()).extracting(Term::name).containsExactly("term");
      for (Pass pass : List.of(evaluation, explaining)) {
        assertThat(objective(pass)).isEqualTo(10);
        assertThat(pass.terms()).isEmpty();
      }
    }
  }

  @Test
  void aPenaltyOfOneOwnerCountsOnce() {
    try (Pass pass = Pass.training(manager, parameters)) {
      for (Object owner : List.of("one", "one", "other")) {
        pass.penalty(owner, () -> Optional.of(pass.get(tensor).sum()));
      }
      assertThat(objective(pass)).isEqualTo(10 + 6 + 6);
    }
  }

  @Test
  void whatRunsQuietlyAddsNothingAndLeavesNoState() {
    try (Pass pass = Pass.training(manager, parameters)) {
      String given =
          pass.quietly(
              () -> {
                addTo(pass);
                pass.quietly(() -> "inside");
                addTo(pass);
                return "given";
              });
      assertThat(given).isEqualTo("given");
      assertThat(pass.terms()).isEmpty();
      assertThat(objective(pass)).isEqualTo(10);
      parameters.takeOver();
      assertThat(parameters.values()).containsExactly(2, 2, 2, 1, 1);
      addTo(pass);
      assertThat(objective(pass)).isEqualTo(10 + 0.5f * 4 + 6);
    }
    parameters.takeOver();
    assertThat(parameters.values()).containsExactly(2, 2, 2, 5, 6);
  }

  @Test
  void aStateHasItsNextValueWhenTheStepIsOver() {
    try (Pass pass = Pass.training(manager, parameters)) {
      addTo(pass);
      assertThat(pass.get(state).toFloatArray()).containsExactly(1, 1);
    }
    assertThat(parameters.values()).containsExactly(2, 2, 2, 1, 1);
    parameters.takeOver();
    for (Pass pass :
        List.of(
            Pass.evaluation(manager, parameters, Observer.NOBODY),
            Pass.explaining(manager, parameters, Observer.NOBODY, Moment.NONE))) {
      assertThat(pass.get(state).toFloatArray()).containsExactly(5, 6);
      pass.next(state, pass.manager().create(new float[] {7, 8}));
      pass.close();
      parameters.takeOver();
      assertThat(parameters.values()).containsExactly(2, 2, 2, 5, 6);
    }
  }

  /** A term of weight 0.5 and value 4, a penalty of 6, and a next state of 5 and 6. */
  private void addTo(Pass pass) {
    pass.term("term", 0.5, pass.scalar(4));
    pass.penalty("owner", () -> Optional.of(pass.get(tensor).sum()));
    pass.next(state, pass.manager().create(new float[] {5, 6}));
  }

  private static float objective(Pass pass) {
    return pass.objective(pass.scalar(10)).getFloat();
  }

  private float[] drawn(long seed, String when, String name, int layer) {
    Moment moment = new Moment(Draws.of(seed, when), 0);
    try (Pass pass = Pass.training(manager, parameters, moment)) {
      return pass.uniform(name, layer, 4).toFloatArray();
    }
  }
}
