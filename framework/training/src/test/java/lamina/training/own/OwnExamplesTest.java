package lamina.training.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;
import lamina.contract.Contract;
import lamina.contract.Finding;
import lamina.mechanism.Buildable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples of docs/mechanisms.md, as users' files. */
class OwnExamplesTest {
  private static final Path FOLDER =
      Path.of(System.getenv("LAMINA_ROOT"), "experiments/own-mechanism");

  static Stream<Arguments> masks() {
    return Stream.of(
        Arguments.of("DistanceBias.java", Map.of()),
        Arguments.of("SigmoidWeights.java", Map.of()),
        Arguments.of("SigmoidWeights.java", Map.of("offset", "fixed")),
        Arguments.of("Registers.java", Map.of()));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void anExampleKeepsTheContract(String file, Map<String, ?> values) {
    assertThat(findings(file, values, false))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.holds()).as("" + finding).isTrue());
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("masks")
  void anExampleKeepsItOverManySteps(String file, Map<String, ?> values) {
    assertThat(findings(file, values, true))
        .allSatisfy(finding -> assertThat(finding.holds()).as("" + finding).isTrue());
  }

  private static List<Finding> findings(String file, Map<String, ?> values, boolean manySteps) {
    return findings(MechanismSource.read(FOLDER.resolve(file)), values, manySteps);
  }

  private static List<Finding> findings(
      MechanismSource source, Map<String, ?> values, boolean manySteps) {
    MechanismCode code = OwnCompiler.compile(source);
    try (TrialClasses classes = TrialClasses.of(List.of(code))) {
      Buildable loaded = Buildable.of(source.mask(values));
      assertThat(loaded.getClass().getClassLoader())
          .isNotSameAs(classes.getClass().getClassLoader());
      assertThat(loaded.kind()).isEqualTo(source.kind());
      return Contract.check(loaded, manySteps);
    }
  }

  @Test
  void theMechanismInTheReadmeIsOne() throws IOException {
    String readme = Files.readString(Path.of(System.getenv("LAMINA_ROOT"), "README.md"));
    int from = readme.indexOf("```java\n") + "```java\n".length();
    String text = readme.substring(from, readme.indexOf("```", from));
    assertThat(findings(MechanismSource.of("DistanceMask.java", text), Map.of(), false))
        .allSatisfy(finding -> assertThat(finding.holds()).as("" + finding).isTrue());
  }

  @Test
  void noExampleIsLeftOut() throws IOException {
    Set<String> checked =
        masks().map(mask -> (String) mask.get()[0]).collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".java"))
          .containsExactlyInAnyOrderElementsOf(checked);
    }
  }
}
