package lamina.training.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user's file may name, and what the compiler says where it may not. */
class OwnCompilerTest {
  private static final String PROBE =
      """
      %s
      public record Probe(@Default("0.1") double slope) implements Mechanism {
        @Override
        public Built in(Declaration declare, Site site) {
          return new Scored(site) {
            @Override
            public ai.djl.ndarray.NDArray scores(Chunk c) {
              return c.dot().sub(c.distance().mul(c.scalar(slope)));
            }
          };
        }
        %s
      }
      class Beside {}
      """;

  private static final String IMPORTS =
      "import lamina.config.*; import lamina.mechanism.*; import lamina.model.*;"
          + " import lamina.model.attention.*;";

  private static MechanismCode compiled(String imports, String more) {
    return OwnCompiler.compile(MechanismSource.of("Probe.java", PROBE.formatted(imports, more)));
  }

  @Test
  void theDocumentListsWhatIsOpen() throws IOException {
    String document =
        Files.readString(Path.of(System.getenv("LAMINA_ROOT"), "docs", "mechanisms.md"));
    String section = document.substring(document.indexOf("## The public surface"));
    Map<String, Set<String>> listed = new LinkedHashMap<>();
    Matcher matcher = Pattern.compile("`([a-z.]+)`\\s+\\(([^)]*)\\)").matcher(section);
    while (matcher.find()) {
      listed.put(matcher.group(1), Set.of(matcher.group(2).trim().split(",\\s+")));
    }
    assertThat(PublicSurface.TYPES).isEqualTo(listed);
  }

  @Test
  void allClassesOfAFileAreMade() {
    MechanismCode code = compiled(IMPORTS, "");
    assertThat(code.record()).isEqualTo("Probe");
    assertThat(code.classes()).containsOnlyKeys("Probe", "Probe$1", "Beside");
    MechanismCode packaged = compiled("package com.me; " + IMPORTS, "");
    assertThat(packaged.record()).isEqualTo("com.me.Probe");
    assertThat(packaged.classes()).containsKeys("com.me.Probe", "com.me.Probe$1");
  }

  @Test
  void allThatIsOpenMayBeImported() {
    Stream<String> lamina =
        PublicSurface.TYPES.entrySet().stream()
            .flatMap(names -> names.getValue().stream().map(name -> names.getKey() + "." + name));
    Stream<String> others =
        Stream.of(
            "lamina.config.Traits.Weights",
            "lamina.model.Declaration.Tensor",
            "ai.djl.ndarray.NDArrays",
            "ai.djl.engine.Engine",
            "java.util.concurrent.ConcurrentHashMap");
    String imports =
        Stream.concat(lamina, others)
            .map(type -> "import " + type + ";")
            .collect(Collectors.joining("\n"));
    assertThat(compiled(imports, "").classes()).containsKey("Probe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lamina.training.Worker",
        "lamina.config.border.Assignment",
        "lamina.config.OwnMask",
        "lamina.config.Json",
        "lamina.model.encoder.Encoder",
        "lamina.zoo.Alibi",
        "ai.djl.pytorch.engine.PtNDArray",
      })
  void whatIsClosedIsNotThere(String type) throws ClassNotFoundException {
    assertThat(Class.forName(type, false, getClass().getClassLoader())).isNotNull();
    assertThatThrownBy(() -> compiled(IMPORTS + "\nimport " + type + ";", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("(?s)Probe\\.java:2:\\d+: .*")
        .hasMessageMatching("(?s).*(does not exist|cannot find symbol).*");
  }

  @Test
  void norIsItWithoutAnImport() {
    String hidden = "lamina.config.Json a; ai.djl.pytorch.engine.PtEngine b() { return null; }";
    assertThatThrownBy(() -> compiled(IMPORTS, "static " + hidden))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Probe.java:12:23: ")
        .hasMessageContaining("class Json")
        .hasMessageContaining("package ai.djl.pytorch.engine does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int wrong() { return \"text\"; } | Probe.java:12:24: incompatible types",
        "int wrong() { return missing; }  | Probe.java:12:24: cannot find symbol",
        "double wrong;                    | Probe.java:12:10: field declaration must be static",
      })
  void anErrorNamesItsPlace(String member, String message) {
    assertThatThrownBy(() -> compiled(IMPORTS, member))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void eachErrorIsALine() {
    assertThatThrownBy(() -> compiled(IMPORTS, "int a() { return x; } int b() { return y; }"))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
  }
}
