package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutTest extends OnSmallSweep {
  @Test
  void aReportIsAPageAndAnExportAFolder() throws IOException {
    complete(0, 0.5);
    String file = script.toString();
    Path page = temporary.resolve("report.html");
    assertThat(execute("report", file, "--store", store(), "--out", page.toString())).isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>").contains("50.00");
    Path folder = temporary.resolve("export");
    assertThat(execute("export", file, "--store", store(), "--out", folder.toString())).isZero();
    assertThat(out.toString()).contains("written to " + folder, "0 files of parameters");
    assertThat(folder.resolve("table.tex")).content().contains("50.00");
    refused("--out must end in .html, got x.pdf", "report", file, "--out", "x.pdf");
    refused(
        "out must be empty or a former export (with trials.csv), got " + temporary,
        "export",
        file,
        "--out",
        temporary.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plot none.lamina.kts --kind curves",
        "report none.lamina.kts",
        "attention none.lamina.kts",
      })
  void aFileThatCannotBeMadeIsRefusedBeforeTheScriptIsRead(String line) {
    for (String place : List.of("/", "/nonexistent/x.png", temporary.toString(), "")) {
      refused(
          "--out must be a file in a folder that exists, got " + place,
          (line + " --out=" + place).split(" "));
    }
    refused("--out must end in .", (line + " --out " + temporary.resolve("x")).split(" "));
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedBeforeTheScriptIsRead() throws IOException {
    String[] line = {"export", "none.lamina.kts", "--out", "/nonexistent/x"};
    refused("--out must be a folder in one that exists, got /nonexistent/x", line);
    line[3] = Files.writeString(temporary.resolve("taken"), "").toString();
    refused("--out must be a folder, got the file " + line[3], line);
    line[3] = "/";
    refused("out must be empty or a former export (with trials.csv), got /", line);
  }

  @Test
  void aFolderThatCannotBeWrittenToIsRefused() {
    assumeTrue(temporary.toFile().setWritable(false) && !Files.isWritable(temporary));
    String png = temporary.resolve("x.png").toString();
    refused(
        "--out must be in a folder that can be written to, got " + png,
        "plot",
        "none.lamina.kts",
        "--kind",
        "curves",
        "--out",
        png);
    temporary.toFile().setWritable(true);
  }
}
