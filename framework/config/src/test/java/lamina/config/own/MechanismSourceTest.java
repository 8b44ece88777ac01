package lamina.config.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.OwnMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user's file declares, read without a class of it, and what it is refused for. */
class MechanismSourceTest {
  private static final String FILE = "Probe.java";
  private static final String PROBE =
      """
      import lamina.mechanism.*;

      /** Scores minus a slope. */
      public record Probe(
          @Default("0.5") double slope,
          @Default("-3") int steps,
          @Default("9000000000") long many,
          @Default("true") boolean whole,
          @Default("a name") String name,
          @Default("far-away") Place place)
          implements Mechanism {
        enum Place { NEAR, FAR_AWAY { } }
        static final int NOT_A_COMPONENT = 3;
      }
      """;

  @TempDir Path folder;

  @Test
  void allTypesOfComponentsAreRead() {
    MechanismSource source = MechanismSource.of(FILE, PROBE);
    assertThat(source.name()).isEqualTo("Probe");
    assertThat(source.kind()).isEqualTo("probe");
    assertThat(source.place()).isEqualTo("Probe.java:4:1");
    assertThat(source.defaults())
        .containsExactly(
            Map.entry("slope", 0.5),
            Map.entry("steps", -3),
            Map.entry("many", 9_000_000_000L),
            Map.entry("whole", true),
            Map.entry("name", "a name"),
            Map.entry("place", "far-away"));
    assertThat(source.mask(Map.of()).components()).containsExactlyEntriesOf(sorted(source));
  }

  private static Map<String, Object> sorted(MechanismSource source) {
    return new java.util.TreeMap<>(source.defaults());
  }

  @Test
  void aPackageOfTheUsersOwnIsFine() {
    assertThat(MechanismSource.of(FILE, "package com.me;\n" + PROBE).name()).isEqualTo("Probe");
    assertThat(MechanismSource.of(FILE, "package laminar;\n" + PROBE).name()).isEqualTo("Probe");
  }

  @Test
  void otherTypesOfTheFileAreNotTheMechanism() {
    String more = PROBE + "record Helper(int[] x) {}\nclass Another {}\ninterface Third {}\n";
    assertThat(MechanismSource.of(FILE, more).defaults()).hasSize(6);
  }

  @Test
  void aMechanismMayHaveNothingToSet() {
    String text = "public record Bare() implements lamina.mechanism.Mechanism {}";
    assertThat(MechanismSource.of(FILE, text).mask(Map.of()).components()).isEmpty();
  }

  @Test
  void lineEndsAndAByteOrderMarkAreNoOtherSource() throws Exception {
    MechanismSource source = MechanismSource.of(FILE, PROBE);
    for (String same :
        new String[] {PROBE.replace("\n", "\r\n"), PROBE.replace('\n', '\r'), "\uFEFF" + PROBE}) {
      assertThat(MechanismSource.of(FILE, same)).isEqualTo(source);
      Path file = folder.resolve(FILE);
      Files.write(file, same.getBytes(StandardCharsets.UTF_8));
      assertThat(MechanismSource.read(file)).isEqualTo(source);
    }
  }

  @Test
  void anotherCommentIsAnotherSource() {
    MechanismSource source = MechanismSource.of(FILE, PROBE);
    MechanismSource other = MechanismSource.of(FILE, PROBE.replace("a slope", "its slope"));
    assertThat(other.digest()).isNotEqualTo(source.digest());
    assertThat(other.mask(Map.of())).isNotEqualTo(source.mask(Map.of()));
    assertThat(MechanismSource.of("Else.java", PROBE).digest()).isEqualTo(source.digest());
  }

  @Test
  void theDigestIsTheTextsSha256() {
    String text = "public record Bare() {}\n";
    assertThat(MechanismSource.of(FILE, text).digest())
        .isEqualTo("a116f89aca304337be6e1e22185444e8315e359b580ab5f0ff0a024aac906395");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        refused("", "1:1: a mechanism's file must have one public record, got none"),
        refused(
            "record Probe() {}", "1:1: a mechanism's file must have one public record, got none"),
        refused("public class Probe {}", "1:1: a mechanism's file must have one public record"),
        refused(
            "public record One() {}\n  public record Two() {}",
            "2:3: a mechanism's file must have one public record, got One, Two"),
        refused("public record Probe() {\n  int x = ;\n}", "2:11: illegal start of expression"),
        refused("public record Probe( {}", "1:"),
        refused("package lamina;\npublic record Probe() {}", "1:9: package must not be one of"),
        refused(
            "package lamina.zoo;\npublic record Probe() {}",
            "1:9: package must not be one of Lamina's own, got lamina.zoo"),
        component("int[] x", "component x must be an int, long, boolean, double, String or enum"),
        component("float x", "component x must be an int, long, boolean, double, String or enum"),
        component("Object x", "of the file, got Object"),
        component("java.util.List<Double> x", "of the file, got java.util.List<Double>"),
        component("java.nio.file.StandardOpenOption x", "or enum of the file, got java.nio"),
        component("lamina.mechanism.Mechanism x", "of the file, got lamina.mechanism.Mechanism"),
        refused(
            "public record Probe(double x) {}", "1:21: component x must have a @Default(\"…\")"),
        refused(
            "public record Probe(@Default(PI) double x) {}",
            "1:21: component x must have a @Default(\"…\")"),
        byDefault("\"x\") double x", "@Default of component x must be a finite number, got 'x'"),
        byDefault("\"\") double x", "@Default of component x must be a finite number, got ''"),
        byDefault("\"NaN\") double x", "must be a finite number, got 'NaN'"),
        byDefault("\"Infinity\") double x", "must be a finite number, got 'Infinity'"),
        byDefault("\"1e999\") double x", "must be a finite number, got '"),
        byDefault("\"1.5\") int x", "@Default of component x must be an int, got '1.5'"),
        byDefault("\"3000000000\") int x", "must be an int, got '3000000000'"),
        byDefault("\"9223372036854775808\") long x", "must be a long, got '9223372036854775808'"),
        byDefault("\"yes\") boolean x", "must be true or false, got 'yes'"),
        byDefault("\"c\") E x", "@Default of component x must be one of a, b, got 'c'"),
        byDefault("\"A\") E x", "@Default of component x must be one of a, b, got 'A'"),
        byDefault("\"1\") int kind", "component must not be named 'kind'"),
        byDefault("\"1\") int source", "component must not be named 'source'"));
  }

  private static Arguments refused(String text, String message) {
    return Arguments.of(text, message);
  }

  private static Arguments component(String declared, String message) {
    return byDefault("\"1\") " + declared, message);
  }

  private static Arguments byDefault(String rest, String message) {
    String text = "\npublic record Probe(\n  @Default(" + rest + ") { enum E { A, B } }";
    return Arguments.of(text, message);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongFileIsRefusedWhereItIsWrong(String text, String message) {
    assertThatThrownBy(() -> MechanismSource.of(FILE, text))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("(?s)Probe\\.java:\\d+:\\d+: .*")
        .hasMessageContaining(message)
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith(
                        text.startsWith("\npublic record Probe(\n  @Default(")
                            ? "Probe.java:3:3: "
                            : "Probe.java:" + message));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    assertThatThrownBy(() -> MechanismSource.read(folder.resolve("None.java")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("mechanism file must be readable, got ")
        .hasMessageContaining("None.java");
    Path latin = Files.write(folder.resolve("Latin.java"), new byte[] {'/', '/', (byte) 0xe4});
    assertThatThrownBy(() -> MechanismSource.read(latin))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Latin.java");
  }

  @Test
  void aComponentThatThereIsNotIsAnsweredWithThoseThatThereAre() {
    MechanismSource source = MechanismSource.of(FILE, PROBE);
    assertThatThrownBy(() -> source.mask(Map.of("slop", 1)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Probe must have components of [slope, steps, many, whole, name, place], got 'slop'"
                + " (Probe.java:4:1)");
    assertThatThrownBy(() -> source.checked("slop", 1)).hasMessageContaining("got 'slop'");
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("slope", "1", "mask.slope must be a finite number, got '1' (Probe.java:5:5)"),
        Arguments.of("slope", Double.NaN, "mask.slope must be a finite number, got 'NaN'"),
        Arguments.of("slope", Double.POSITIVE_INFINITY, "mask.slope must be a finite number"),
        Arguments.of("slope", true, "mask.slope must be a finite number, got 'true'"),
        Arguments.of("steps", 1.5, "mask.steps must be an int, got '1.5' (Probe.java:6:5)"),
        Arguments.of("steps", 1L, "mask.steps must be an int, got '1'"),
        Arguments.of("many", 1.0, "mask.many must be a long, got '1.0'"),
        Arguments.of("whole", "true", "mask.whole must be true or false, got 'true'"),
        Arguments.of("name", 1, "mask.name must be a text, got '1'"),
        Arguments.of("place", "far", "mask.place must be one of near, far-away, got 'far'"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueThatIsNotOfItsTypeIsRefused(String component, Object value, String message) {
    MechanismSource source = MechanismSource.of(FILE, PROBE);
    assertThatThrownBy(() -> source.mask(Map.of(component, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  private enum Somewhere {
    FAR_AWAY
  }

  @Test
  void valuesAreTypedAsTheirComponents() {
    MechanismSource source = MechanismSource.of(FILE, PROBE);
    assertThat(source.checked("slope", 1)).isEqualTo(1.0);
    assertThat(source.checked("slope", 2f)).isEqualTo(2.0);
    assertThat(source.checked("many", 1)).isEqualTo(1L);
    assertThat(source.checked("place", Somewhere.FAR_AWAY)).isEqualTo("far-away");
    OwnMask whole = source.mask(Map.of("slope", 1, "many", 1));
    assertThat(source.mask(Map.of("slope", 1.0, "many", 1L))).isEqualTo(whole);
    for (Object longs : Arrays.asList(Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, -1)) {
      OwnMask mask = source.mask(Map.of("many", longs));
      assertThat(source.typed("many", mask.components().get("many")))
          .isEqualTo(((Number) longs).longValue());
    }
  }

  @Test
  void aSourceOfWhichMasksWereDeclaredIsKnown() {
    String text = PROBE + "// of this test alone\n";
    MechanismSource source = MechanismSource.of(FILE, text);
    assertThat(MechanismSource.known(source.digest())).isEmpty();
    source.mask(Map.of());
    assertThat(MechanismSource.known(source.digest())).contains(source);
  }
}
