package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenTest {
  private final Declaration declaration = new Declaration();
  private final Linear first = new Linear(declaration.frozen().in("first"), 3, 4);
  private final Linear second = new Linear(declaration.in("second"), 4, 2);

  @Test
  void frozenTensorsAreNoPartOfWhatIsTrained() {
    assertThat(declaration.tensors())
        .extracting(Declaration.Tensor::name)
        .containsExactly("second.weight", "second.bias");
    assertThat(declaration.frozenTensors())
        .extracting(Declaration.Tensor::name)
        .containsExactly("first.weight", "first.bias");
    assertThat(declaration.size()).isEqualTo(2 * 4 + 2);
    assertThat(declaration.frozenSize()).isEqualTo(4 * 3 + 4);
    assertThatThrownBy(() -> new Linear(declaration.in("first"), 1, 1))
        .hasMessage("tensor declared twice: first.weight");
  }

  @Test
  void theyHaveTheirValuesAndNoGradient() {
    try (NDManager manager = NDManager.newBaseManager();
        Frozen frozen = Frozen.initial(declaration, 5, manager)) {
      Parameters parameters = Parameters.initial(declaration, frozen, 5, manager);
      NDArray x = Given.uniform(manager, 1, 2, 3);
      FiniteDifferences.check(
          manager, parameters, pass -> second.forward(pass, first.forward(pass, x)));
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        NDArray hidden = first.forward(pass, x);
        assertThat(hidden.hasGradient()).isFalse();
        pass.backward(second.forward(pass, hidden).sum());
        assertThat(pass.get(declaration.frozenTensors().get(0)).hasGradient()).isFalse();
      }
    }
  }

  /** A tensor starts the same whether it is frozen or not. */
  @Test
  void theirStartIsThatOfTheirNameAndSeed() {
    Declaration trained = new Declaration();
    new Linear(trained.in("first"), 3, 4);
    try (NDManager manager = NDManager.newBaseManager();
        Frozen frozen = Frozen.initial(declaration, 5, manager)) {
      float[] weight = frozen.views(manager).get(0).toFloatArray();
      assertThat(Parameters.initial(trained, 5, manager).values()).startsWith(weight);
    }
  }

  @Test
  void whatKeepsItsStartIsNotAskedFor() throws IOException {
    new Linear(declaration.keptAtStart().in("third"), 2, 1);
    assertThat(declaration.givenTensors())
        .extracting(Declaration.Tensor::name)
        .containsExactly("first.weight", "first.bias");
    List<String> asked = new ArrayList<>();
    Frozen.Source source =
        tensor -> {
          asked.add(tensor.name());
          return new float[tensor.size()];
        };
    try (NDManager manager = NDManager.newBaseManager();
        Frozen given = Frozen.of(declaration, source, 5, manager);
        Frozen initial = Frozen.initial(declaration, 5, manager)) {
      assertThat(asked).containsExactly("first.weight", "first.bias");
      assertThat(given.views(manager).get(0).toFloatArray()).containsOnly(0);
      assertThat(given.views(manager).get(2).toFloatArray())
          .isEqualTo(initial.views(manager).get(2).toFloatArray())
          .doesNotContain(0);
    }
  }

  @Test
  void aModelWithoutItsFrozenValuesIsRefused() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> Parameters.initial(declaration, 5, manager))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the model has 2 frozen tensors, got values of 0");
    }
  }

  /** Several models may share them, one after the other. */
  @Test
  void theyOutliveParametersAndPasses() {
    try (NDManager manager = NDManager.newBaseManager();
        Frozen frozen = Frozen.initial(declaration, 5, manager)) {
      NDArray x = Given.uniform(manager, 1, 2, 3);
      float[][] results = new float[2][];
      for (int i = 0; i < 2; i++) {
        try (Parameters parameters = Parameters.initial(declaration, frozen, 5, manager);
            Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
          results[i] = first.forward(pass, x).toFloatArray();
        }
      }
      assertThat(results[1]).isEqualTo(results[0]);
    }
  }
}
