package lamina.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class EngineRulesTest {
  private static final DescribedPredicate<JavaMethodCall> TAKES_A_NUMBER =
      DescribedPredicate.describe(
          "an array operation that takes a Number",
          call ->
              call.getTargetOwner().isAssignableTo(NDArray.class)
                  && call.getTarget().getRawParameterTypes().stream()
                      .anyMatch(type -> type.isEquivalentTo(Number.class)));

  /** Autograd keeps the Number's tensor, the garbage collector frees its memory. */
  private static final ArchRule NO_NUMBERS =
      noClasses().should().callMethodWhere(TAKES_A_NUMBER).because("gradients would be wrong");

  private static final JavaClasses LAMINA =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("lamina");

  @Test
  void noArrayOperationIsGivenANumber() {
    NO_NUMBERS.check(LAMINA);
  }

  @Test
  void theRuleBites() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    assertThatThrownBy(() -> NO_NUMBERS.check(offender)).isInstanceOf(AssertionError.class);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("lamina.(**)").should().beFreeOfCycles().check(LAMINA);
  }

  static final class Offender {
    NDArray halve(NDArray x) {
      return x.mul(0.5f);
    }
  }
}
