package lamina.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.config.Traits;
import lamina.mask.LinearControl;
import lamina.mask.NoMask;
import lamina.mechanism.Mechanism;
import lamina.model.Clamp;
import org.junit.jupiter.api.Test;

class EngineRulesTest {
  private static final DescribedPredicate<JavaMethodCall> TAKES_A_NUMBER =
      DescribedPredicate.describe(
          "an array operation that takes a Number",
          call ->
              call.getTargetOwner().isAssignableTo(NDArray.class)
                  && call.getTarget().getRawParameterTypes().stream()
                      .anyMatch(type -> type.isEquivalentTo(Number.class)));

  /**
   * Autograd keeps the Number's tensor, the garbage collector frees its memory. Clamping alone
   * keeps it with the array.
   */
  private static final ArchRule NO_NUMBERS =
      noClasses()
          .that()
          .areNotAssignableTo(Clamp.class)
          .should()
          .callMethodWhere(TAKES_A_NUMBER)
          .because("gradients would be wrong");

  /** A mask that is not just any mask, or any mechanism. */
  private static final DescribedPredicate<JavaClass> KIND =
      DescribedPredicate.describe(
          "a kind of mask",
          type -> type.isAssignableTo(AttentionMask.class) && !type.isInterface());

  /** What is asked of a mechanism it answers itself, by its traits or by what it is built into. */
  private static final ArchRule NO_KIND_IS_ASKED_FOR =
      noClasses()
          .that()
          .resideOutsideOfPackages("lamina.mask", "lamina.zoo")
          .should(
              new ArchCondition<>("check whether a mask is of some kind") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  item.getInstanceofChecks().stream()
                      .filter(check -> KIND.test(check.getRawType()))
                      .forEach(
                          check -> events.add(SimpleConditionEvent.satisfied(check, "" + check)));
                }
              });

  /** A written name that is compared with something, or a switch over it. */
  private static final Pattern NAME_COMPARED =
      Pattern.compile(
          "\\bkind\\(\\)\\s*(\\.\\s*(equals|compareTo|matches|startsWith|endsWith|contains)\\b|[=!]=)"
              + "|[=!]=\\s*[\\w.()]*\\bkind\\(\\)"
              + "|\\bequals(IgnoreCase)?\\([\\w.()]*\\bkind\\(\\)"
              + "|\\b(switch|when)\\s*\\([\\w.()]*\\bkind\\(\\)"
              + "|\\.kind\\s*[=!]=|\\b(switch|when)\\s*\\([\\w.]*\\.kind\\)");

  /** Values of traits that a single kind has, which is as good as a question after that kind. */
  private static final Map<String, Set<String>> OF_ONE_KIND =
      Map.of(
          "batchFree false", Set.of("shuffled"),
          "leastBatch 2", Set.of("shuffled"),
          "rows WHOLE", Set.of("routing-transformer"),
          "weights SIGNED", Set.of("cog-attention"));

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
  void nobodyAsksWhichKindOfMaskItIs() {
    NO_KIND_IS_ASKED_FOR.check(LAMINA);
    assertThat(sources().filter(EngineRulesTest::asksForAKind)).isEmpty();
  }

  @Test
  void theRuleAboutKindsBites() {
    JavaClasses offender = new ClassFileImporter().importClasses(AsksForAKind.class);
    assertThatThrownBy(() -> NO_KIND_IS_ASKED_FOR.check(offender))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("AsksForAKind.isPlain")
        .hasMessageContaining("AsksForAKind.hidden")
        .hasMessageNotContaining("AsksForAKind.built");
    for (String line :
        List.of(
            "if (mask.kind().equals(\"none\")) {",
            "return \"none\".equals(experiment.mask().kind());",
            "if (mask.kind() == NAME) {",
            "if (NAME != mask.kind()) {",
            "switch (experiment.mask().kind()) {",
            "when (mask.kind()) {",
            "val plain = mask.kind() == \"none\"",
            "if (mask instanceof NoMask plain) {",
            "if (mask is LearnableMask) {",
            "if (mask.getClass() == NoMask.class) {")) {
      assertThat(offends(line)).as(line).isTrue();
    }
    for (String line :
        List.of(
            "require(holds, rule, kind());",
            "String name = mask.kind() + \" in SwinBERT\";",
            "new NoMask()",
            "if (mask instanceof Mechanism mechanism) {")) {
      assertThat(offends(line)).as(line).isFalse();
    }
  }

  private static Stream<Path> sources() {
    Path framework = Path.of(System.getenv("LAMINA_ROOT"), "framework");
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(framework)) {
      for (Path module : modules) {
        Path main = module.resolve("src/main");
        if (Files.isDirectory(main)) {
          try (Stream<Path> all = Files.walk(main)) {
            all.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                .filter(file -> !file.getParent().toString().matches(".*/lamina/(mask|zoo)"))
                .forEach(files::add);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(files).hasSizeGreaterThan(300);
    return files.stream();
  }

  private static boolean asksForAKind(Path file) {
    try {
      return offends(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean offends(String source) {
    String kinds =
        Mechanisms.kinds().map(Class::getSimpleName).collect(Collectors.joining("|", "(", ")"));
    Pattern asked =
        Pattern.compile(
            "\\b(instanceof|is)\\s+(final\\s+)?%s\\b|[=!]=\\s*%s(\\.class|::class)"
                .formatted(kinds, kinds));
    return NAME_COMPARED.matcher(source).find() || asked.matcher(source).find();
  }

  /** Of the built-in kinds; no more may join the exceptions unseen. */
  @Test
  void aTraitIsOneOfSeveralKindsButForKnownExceptions() {
    Map<String, Set<String>> had = new TreeMap<>();
    for (AttentionMask mask : Mechanisms.all().values()) {
      for (String trait : differing(mask.traits())) {
        had.computeIfAbsent(trait, none -> new TreeSet<>()).add(mask.kind());
      }
    }
    had.values().removeIf(kinds -> kinds.size() > 1);
    assertThat(had).isEqualTo(OF_ONE_KIND);
  }

  /** Components that are not plain attention's, with their values. */
  private static List<String> differing(Traits traits) {
    List<String> differing = new ArrayList<>();
    for (RecordComponent component : Traits.class.getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(traits);
        if (!value.equals(component.getAccessor().invoke(Traits.PLAIN))) {
          differing.add(component.getName() + " " + value);
        }
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return differing;
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("lamina.(**)").should().beFreeOfCycles().check(LAMINA);
  }

  static final class AsksForAKind {
    boolean isPlain(AttentionMask mask) {
      return mask instanceof NoMask;
    }

    OptionalInt hidden(AttentionMask mask) {
      return mask instanceof LinearControl control
          ? OptionalInt.of(control.hidden())
          : OptionalInt.empty();
    }

    boolean built(AttentionMask mask) {
      return mask instanceof Mechanism;
    }
  }

  static final class Offender {
    NDArray halve(NDArray x) {
      return x.mul(0.5f);
    }
  }
}
