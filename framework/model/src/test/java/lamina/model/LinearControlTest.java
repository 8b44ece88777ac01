package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lamina.config.AttentionMask;
import lamina.config.Normalisation;
import lamina.mask.LinearControl;
import lamina.mask.NoMask;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinearControlTest {
  private static final String LAST = "linear-1";

  /** An encoder with its parameters, the named ones zeroed, on one input. */
  private record Subject(Encoder encoder, Parameters parameters, NDArray x) {
    static Subject of(
        NDManager manager, Normalisation normalisation, AttentionMask mask, String zeroed) {
      Declaration declaration = new Declaration();
      Encoder encoder =
          new Encoder(
              declaration, Given.backbone().withNormalisation(normalisation), mask, Given.TOKENS);
      Parameters parameters = Parameters.initial(declaration, 3, manager);
      zero(parameters, zeroed);
      NDArray x = Given.uniform(manager, 1, 2, Given.TOKENS, 4);
      return new Subject(encoder, parameters, x);
    }

    private static void zero(Parameters parameters, String named) {
      float[] values = parameters.values();
      int from = 0;
      for (Declaration.Tensor tensor : parameters.tensors()) {
        for (int i = from; tensor.name().contains(named) && i < from + tensor.size(); i++) {
          values[i] = 0;
        }
        from += tensor.size();
      }
      parameters.set(values);
    }

    NDArray forward(Pass pass) {
      return encoder.forward(pass, pass.zeros(x.getShape()).add(x), Visible.ALL);
    }

    float[] values(NDManager manager) {
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        return forward(pass).toFloatArray();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PRE, false", "PRE, true", "POST, false", "POST, true"})
  void gradientsAreThoseOfFiniteDifferences(Normalisation normalisation, boolean residual) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject =
          Subject.of(manager, normalisation, new LinearControl(3, residual), "nothing");
      FiniteDifferences.check(manager, subject.parameters(), subject::forward);
    }
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void layersThatGiveZerosLeavePlainAttentionWhereTheyAreAdded(Normalisation normalisation) {
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] plain = Subject.of(manager, normalisation, new NoMask(), LAST).values(manager);
      assertThat(
              Subject.of(manager, normalisation, new LinearControl(3, true), LAST).values(manager))
          .containsExactly(plain, within(1e-6f));
    }
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void layersThatGiveZerosLeaveNoAttentionWhereTheyAreNot(Normalisation normalisation) {
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] none =
          Subject.of(manager, normalisation, new NoMask(), "attention.out").values(manager);
      assertThat(
              Subject.of(manager, normalisation, new LinearControl(3, false), LAST).values(manager))
          .containsExactly(none, within(1e-6f));
    }
  }
}
