package lamina.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.border.RunLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.tablesaw.api.Table;

class TrialTableTest {
  @TempDir Path temporary;
  private MadeUp made;

  @BeforeEach
  void fillStore() throws IOException {
    made = MadeUp.in(temporary);
    made.trained(1, 0, 12.5);
    Files.delete(made.folder(2, 0).outcome());
    Files.delete(made.folder(2, 1).outcome());
  }

  @Test
  void everyTrialIsARowWithItsState() throws IOException {
    try (RunLock held = RunLock.tryAcquire(made.folder(2, 1)).orElseThrow()) {
      assertThat(held).isNotNull();
      Table trials = TrialTable.of(made.sweep(), made.store());
      assertThat(trials.columnNames())
          .containsExactly(
              "variant",
              "fusion",
              "depth",
              "seed",
              "state",
              "failure",
              "parameters",
              "seconds",
              "test/accuracy");
      assertThat(trials.stringColumn("state").asList())
          .containsExactly(
              "completed",
              "completed",
              "completed",
              "completed",
              "completed",
              "completed",
              "pending",
              "running",
              "completed",
              "completed",
              "completed",
              "failed");
      assertThat(trials.stringColumn("failure").get(11)).isEqualTo("diverged: loss is NaN");
      assertThat(trials.longColumn("seed").asList().subList(0, 4)).containsExactly(0L, 1L, 2L, 0L);
      assertThat(trials.doubleColumn("seconds").get(3)).isEqualTo(12.5);
      assertThat(trials.doubleColumn("seconds").isMissing(0)).isTrue();
      assertThat(trials.longColumn("parameters").get(3)).isEqualTo(2000);
      assertThat(trials.longColumn("parameters").isMissing(6)).isTrue();
      assertThat(trials.doubleColumn("test/accuracy").get(4)).isEqualTo(0.66);
      assertThat(trials.doubleColumn("test/accuracy").isMissing(7)).isTrue();
    }
  }

  @Test
  void peopleSeeOneMetricAndProgramsEverything() throws IOException {
    Table trials = TrialTable.of(made.sweep(), made.store());
    assertThat(TrialTable.render(trials, Format.TEXT, "test/accuracy").lines().toList())
        .contains(
            "variant       seed      state  seconds  test/accuracy (%)                failure")
        .contains("add, depth 2     0  completed     12.5              55.00")
        .contains(
            "50 % & more      2     failed                              diverged: loss is NaN");
    assertThat(TrialTable.render(trials, Format.MARKDOWN, "test/accuracy"))
        .contains("| add, depth 2 | 0 | completed | 12.5 | 55.00 |  |\n")
        .contains("| diverged: loss is NaN |\n")
        .endsWith("\nseconds: by the clock, of the last attempt where a trial was resumed.\n");
    assertThat(TrialTable.render(trials, Format.CSV, "test/accuracy"))
        .contains("\"add, depth 2\",add,2,0,completed,,2000,12.5,0.55\n");
    JsonNode rows = Json.parse(TrialTable.render(trials, Format.JSON, "test/accuracy"));
    assertThat(rows).hasSize(12);
    assertThat(rows.get(3).get("seed").isIntegralNumber()).isTrue();
    assertThat(rows.get(6).get("test/accuracy").isNull()).isTrue();
    assertThatThrownBy(() -> TrialTable.render(trials, Format.TEXT, "test/f1"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("metric must be one of [test/accuracy], got 'test/f1'");
  }

  @ParameterizedTest
  @EnumSource(names = {"LATEX", "HTML"})
  void formsWithoutRoomAreRefused(Format format) {
    assertThatThrownBy(() -> TrialTable.requireForm(format))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--format must be text, markdown, csv or json for --trials, got " + format);
  }

  @Test
  void anOutcomeThatCannotBeReadIsNamed() throws IOException {
    Files.writeString(made.folder(0, 0).outcome(), "{");
    assertThatThrownBy(() -> TrialTable.of(made.sweep(), made.store()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(made.folder(0, 0).outcome() + ": not JSON");
  }
}
