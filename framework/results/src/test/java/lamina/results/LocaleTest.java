package lamina.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import lamina.results.plot.AblationPlot;
import lamina.results.plot.LearningCurves;
import lamina.results.report.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocaleTest {
  private final Locale before = Locale.getDefault();

  @TempDir Path temporary;
  private MadeUp made;

  @BeforeEach
  void moveToGermany() throws IOException {
    Locale.setDefault(Locale.GERMANY);
    made = MadeUp.in(temporary);
    made.trained(0, 0, 3600);
    Files.writeString(
        made.folder(0, 0).metrics(), "{\"epoch\":1,\"split\":\"validation\",\"accuracy\":0.625}\n");
  }

  @AfterEach
  void moveBack() {
    Locale.setDefault(before);
  }

  @Test
  void numbersHaveTheSamePointEverywhere() throws IOException {
    assertThat(
            AblationPlot.of(made.sweep(), made.store(), "test/accuracy", "depth", "fusion", null)
                .picture()
                .text())
        .contains("add, 2 64.33");
    assertThat(LearningCurves.of(made.sweep(), made.store(), "accuracy", null).picture().text())
        .contains("no mask 62.50 ± 0.00 at epoch 1");
    assertThat(new Report(made.sweep(), made.store(), "test/accuracy").page(Instant.EPOCH))
        .contains("took 1.00 hours", "<td>1,000</td>", "64.33")
        .doesNotContain("64,33", "1,00 hours");
    SweepTable table = SweepTable.of(made.sweep(), made.store(), "test/accuracy", "no mask");
    for (Format format : Format.values()) {
      assertThat(format.render(table)).doesNotContainPattern("\\d,\\d\\d\\b");
    }
  }
}
