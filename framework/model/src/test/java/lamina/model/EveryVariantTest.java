package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.mask.LearnableMask;
import lamina.mask.Masks;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EveryVariantTest {
  private static final int BATCH = 2;

  static Set<String> names() {
    return NamedVariants.all().keySet();
  }

  @Test
  void noVariantIsMissingFromTheTable() {
    List<String> expected = new ArrayList<>();
    for (Class<?> kind : new Masks().kinds()) {
      assertThat(NamedVariants.all().values())
          .as("a case of " + kind.getSimpleName())
          .anyMatch(variant -> kind.isInstance(variant.mask()));
      for (var component : kind.getRecordComponents()) {
        if (component.getType().isEnum()) {
          for (Object constant : component.getType().getEnumConstants()) {
            expected.add(NamedVariants.name(kind, (Enum<?>) constant));
          }
        }
      }
    }
    assertThat(expected).isNotEmpty();
    assertThat(names()).containsAll(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasItsExactNumberOfParameters(String name) {
    NamedVariants.Case variant = NamedVariants.all().get(name);
    Declaration declaration = new Declaration();
    new Encoder(declaration, Given.backbone(), variant.mask(), Given.TOKENS);
    assertThat(declaration.size()).isEqualTo(variant.parameters());
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTheGradientOfFiniteDifferencesAfterACollection(String name) {
    checkGradient(Given.backbone(), NamedVariants.all().get(name).mask());
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void everyNormalisationHasTheGradientOfFiniteDifferences(Normalisation normalisation) {
    checkGradient(Given.backbone().withNormalisation(normalisation), Given.mask());
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasTheGradientOfFiniteDifferences(Activation activation) {
    checkGradient(Given.backbone().withActivation(activation), Given.mask());
  }

  private static void checkGradient(Transformer backbone, AttentionMask mask) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Encoder encoder = new Encoder(declaration, backbone, mask, Given.TOKENS);
      Parameters parameters = Given.parameters(declaration, 3, manager);
      NDArray x = Given.uniform(manager, 1, BATCH, Given.TOKENS, backbone.width());
      FiniteDifferences.check(
          manager,
          parameters,
          pass -> encoder.forward(pass, pass.zeros(x.getShape()).add(x), Visible.ALL));
    }
  }

  @Test
  void theMaskOfAResolvedConfigurationIsTheSame() {
    LearnableMask mask = Given.mask();
    assertThat(mask.resolved(Given.backbone())).isEqualTo(mask.withHidden(4));
  }
}
