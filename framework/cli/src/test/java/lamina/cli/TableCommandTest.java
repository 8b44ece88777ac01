package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.config.border.Outcome;
import org.junit.jupiter.api.Test;

class TableCommandTest extends OnSmallSweep {
  @Test
  void aTableIsPrintedOfWhatIsThere() throws IOException {
    complete(0, 0.5);
    complete(1, 0.75);
    assertThat(execute("table", script.toString(), "--store", store())).isZero();
    assertThat(out.toString()).contains("no mask", "50.00", "learnable mask", "75.00", "missing");
  }

  @Test
  void aComparisonTurnsTheTableAround() throws IOException {
    for (int i = 0; i < 4; i++) {
      complete(i, i % 2 == 0 ? 0.5 + 0.1 * i : 0.75);
    }
    assertThat(execute("compare", script.toString(), "--to", "learnable mask", "--store", store()))
        .isZero();
    assertThat(out.toString())
        .contains("Difference to 'learnable mask'", "p (permutation)", "g_z", "2 seeds are few");
  }

  @Test
  void trialsAreRowsOfATableOfTheirOwn() throws IOException {
    complete(0, 0.5);
    String file = script.toString();
    assertThat(execute("table", file, "--trials", "--format", "csv", "--store", store())).isZero();
    assertThat(out.toString())
        .startsWith("variant,seed,state,failure,parameters,seconds,test/accuracy\n")
        .contains("no mask,0,completed,,1,,0.5\n", "learnable mask,1,pending,,,,\n");
    refused(
        "--format must be text, markdown, csv or json for --trials, got html",
        "table",
        file,
        "--trials",
        "--format",
        "html");
    refused("--by must not be given with --trials", "table", file, "--trials", "--by", "x");
  }

  @Test
  void columnsAreChosenByName() throws IOException {
    for (int i = 0; i < 4; i++) {
      complete(i, i % 2 == 0 ? 0.5 + 0.1 * i : 0.75);
    }
    String file = script.toString();
    assertThat(execute("table", file, "--columns", "n,d-z", "--store", store())).isZero();
    assertThat(out.toString().lines().findFirst().orElseThrow()).matches("variant +n +d_z");
    refused("column must be one of [parameters, n, ", "table", file, "--columns", "x");
    refused(
        "--columns must not be given with --format csv, which has every column, got n",
        "compare",
        file,
        "--to",
        "no mask",
        "--format",
        "csv",
        "--columns",
        "n");
    refused(
        "--columns must not be given with --trials", "table", file, "--trials", "--columns", "n");
  }

  @Test
  void aCorruptOutcomeIsNamed() throws IOException {
    write(0, new Outcome.Failed(Outcome.Failure.ERROR, "", List.of()));
    Path outcome = folder(0).outcome();
    Files.writeString(outcome, "{");
    assertThat(execute("table", script.toString(), "--store", store())).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: " + outcome).hasLineCount(1);
  }
}
