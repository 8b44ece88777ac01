package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#\\s]+)");

  @Test
  void everyLinkLeadsToAFileThatIsThere() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(HOME.resolve("README.md")));
    try (Stream<Path> files = Files.walk(HOME.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    int links = 0;
    for (Path document : documents) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        links++;
        assertThat(document.resolveSibling(link.group(1))).as("link in " + document).exists();
      }
    }
    assertThat(links).isGreaterThan(5);
  }

  @Test
  void workedExamplesAreTheFilesThatAreTested() throws IOException {
    String document = Files.readString(HOME.resolve("docs/mechanisms.md"));
    List<Path> examples;
    try (Stream<Path> files = Files.list(HOME.resolve("experiments/own-mechanism"))) {
      examples = files.toList();
    }
    assertThat(examples).hasSize(4);
    for (Path example : examples) {
      String language = example.toString().endsWith(".java") ? "java" : "kotlin";
      assertThat(document).contains("```" + language + "\n" + Files.readString(example) + "```\n");
    }
  }
}
