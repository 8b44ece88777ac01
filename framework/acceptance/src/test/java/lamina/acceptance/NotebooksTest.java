package lamina.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import lamina.config.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every notebook of the repository, executed at smoke size on made-up data. */
class NotebooksTest {
  private static final int COLOURS_OF_A_PICTURE = 5;

  private static Kernel kernel;

  @BeforeAll
  static void install(@TempDir Path temporary) throws Exception {
    kernel = Kernel.installedIn(temporary);
  }

  static Stream<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Kernel.HOME.resolve("notebooks"))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void aNotebookShowsWhatItsKeptOutputsShow(Path notebook) throws Exception {
    List<JsonNode> kept = cells(notebook);
    List<JsonNode> executed = cells(kernel.execute(notebook));
    assertThat(executed).hasSameSizeAs(kept);
    for (int i = 0; i < kept.size(); i++) {
      String cell = notebook.getFileName() + ", cell " + (i + 1) + ": " + text(executed.get(i));
      assertThat(kinds(executed.get(i))).as(cell).isEqualTo(kinds(kept.get(i)));
      assertThat(kept.get(i).get("execution_count").asInt()).as(cell).isEqualTo(i + 1);
      assertThat(text(kept.get(i))).as(cell).doesNotContain("Exception", "Unresolved reference");
      requirePictures(executed.get(i), cell);
      requirePictures(kept.get(i), cell);
    }
    assertThat(kept.stream().flatMap(cell -> kinds(cell).stream())).isNotEmpty();
  }

  private static List<JsonNode> cells(Path notebook) throws IOException {
    List<JsonNode> cells = new ArrayList<>();
    for (JsonNode cell : Json.parse(Files.readString(notebook)).get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        cells.add(cell);
      }
    }
    return cells;
  }

  /** Of each output its type and its forms, e.g. {@code display_data [text/html, text/plain]}. */
  private static List<String> kinds(JsonNode cell) {
    List<String> kinds = new ArrayList<>();
    for (JsonNode output : cell.get("outputs")) {
      Set<String> forms = new TreeSet<>();
      output.path("data").fieldNames().forEachRemaining(forms::add);
      String stream = output.path("name").asText();
      kinds.add(output.get("output_type").asText() + stream + " " + forms);
    }
    return kinds;
  }

  private static String text(JsonNode cell) {
    StringBuilder text = new StringBuilder();
    for (JsonNode output : cell.get("outputs")) {
      for (JsonNode part : List.of(output.path("text"), output.at("/data/text~1plain"))) {
        part.forEach(line -> text.append(line.asText()));
        text.append(part.asText());
      }
    }
    return text.toString();
  }

  private static void requirePictures(JsonNode cell, String name) throws IOException {
    for (JsonNode output : cell.get("outputs")) {
      JsonNode png = output.at("/data/image~1png");
      if (!png.isMissingNode()) {
        byte[] bytes = Base64.getMimeDecoder().decode(png.asText());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
        assertThat(Pictures.colours(image)).as(name).hasSizeGreaterThan(COLOURS_OF_A_PICTURE);
        assertThat(output.at("/metadata/image~1png/alt").asText()).as(name).isNotBlank();
      }
    }
  }
}
