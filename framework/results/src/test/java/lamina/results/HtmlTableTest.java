package lamina.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lamina.results.statistics.PairedTest;
import lamina.results.statistics.Summary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTableTest {
  @TempDir Path temporary;

  private static SweepTable table(String metric, Row... rows) {
    return new SweepTable(
        "s", metric, List.of("<b>"), List.of(), List.of(0L), List.of(rows), TableColumn.USUAL);
  }

  private static Row row(String name, double mean, double holm) {
    boolean compared = !Double.isNaN(holm);
    return new Row(
        name,
        Map.of(),
        new Summary(3, mean, 0.01),
        OptionalLong.of(1000),
        VariantCost.UNKNOWN,
        compared
            ? Optional.of(new PairedTest(9, 0.1, 0.1, 0, 0.2, holm, List.of(0.1)))
            : Optional.empty(),
        holm,
        0,
        0);
  }

  @Test
  void theMeanAndItsDeviationAreTwoCellsAndWhatFailedIsNamed() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    String html =
        HtmlTable.render(SweepTable.of(made.sweep(), made.store(), "test/accuracy", "no mask"));
    assertThat(html)
        .startsWith("<style>")
        .contains("<caption>made-up: test/accuracy</caption>")
        .contains("<td class=\"pair\"><b>▲ 64.33</b></td><td class=\"rest\">± 8.62</td>")
        .contains("<th scope=\"row\">50 % &amp; more</th><td>4,000</td><td>2</td><td><b>1</b></td>")
        .contains("Without a result: 1 failed, 0 missing")
        .contains("&lt; 0.001</td><td class=\"rest\">***</td>")
        .contains("n seeds (of 0, 1, 2)", "no mask&#39;, paired by seed")
        .doesNotContain("http", "<script", "& more");
    assertThat(html.split("▲ \\d", -1)).as("one best row").hasSize(2);
  }

  @Test
  void meansThatLookTheSameAreAllTheBest() {
    SweepTable tie = table("test/accuracy", row("a", 0.5, Double.NaN), row("b", 0.50001, 1));
    assertThat(HtmlTable.figure(tie)).containsOnlyOnce("Best mean; higher is better");
    assertThat(HtmlTable.figure(tie).split("<b>▲ 50.00</b>", -1)).hasSize(3);
  }

  @Test
  void theLowestLossIsTheBest() {
    String html = HtmlTable.figure(table("test/loss", row("a", 0.5, Double.NaN), row("b", 0.4, 1)));
    assertThat(html).contains("<b>▼ 0.4000</b>", "▼ Best mean; lower is better.");
    assertThat(html).doesNotContain("▼ 0.5000");
  }

  @Test
  void nothingIsBestAloneOrOfWhatOnlyDescribes() {
    assertThat(HtmlTable.figure(table("test/accuracy", row("a", 0.5, Double.NaN))))
        .doesNotContain("▲");
    SweepTable entropy =
        table("test/attention.entropy/layer-1", row("a", 0.5, Double.NaN), row("b", 0.4, 1));
    assertThat(HtmlTable.figure(entropy)).doesNotContain("▲", "▼", "Best");
  }

  @ParameterizedTest
  @CsvSource({"0.05,''", "0.0499,*", "0.0099,**", "0.0009,***"})
  void starsStandForTheLevelOfSignificance(double holm, String stars) {
    String html =
        HtmlTable.figure(table("test/loss", row("a", 0.5, Double.NaN), row("b", 0.4, holm)));
    assertThat(html).contains("</td><td class=\"rest\">" + stars + "</td></tr>");
    assertThat(html.contains("*** &lt; 0.001")).isEqualTo(!stars.isEmpty());
  }

  @Test
  void aTableMayBeWithoutMetricAndTest() {
    String html =
        HtmlTable.figure(
            table("test/loss", row("a", 0.5, Double.NaN), row("b", 0.4, 0.01))
                .showing(List.of(TableColumn.PARAMETERS)));
    assertThat(html)
        .contains("<tr><th scope=\"row\">b</th><td>1,000</td></tr>")
        .doesNotContain("Best mean", "*", "figcaption", "colspan");
  }

  @Test
  void textIsEscaped() {
    assertThat(HtmlTable.figure(table("test/loss", row("<a> & \"b\"", 1, Double.NaN))))
        .contains("&lt;a&gt; &amp; &quot;b&quot;", "Difference to &#39;&lt;b&gt;&#39;")
        .doesNotContain("<a>", "'<b>'");
  }

  @Test
  void anOverviewHasAPairOfColumnsAMetric() {
    String html =
        HtmlTable.overview(
            "s: more",
            List.of(
                table("test/accuracy", row("a", 0.5, Double.NaN), row("b", 0.6, 1)),
                table("test/loss", row("a", 0.2, Double.NaN), row("b", 0.3, 1))));
    assertThat(html)
        .contains("colspan=\"2\">test/accuracy (%)</th>", "colspan=\"2\">test/loss</th>")
        .contains(
            "<th scope=\"row\">a</th><td class=\"pair\">50.00</td><td class=\"rest\">± 1.00</td>"
                + "<td class=\"pair\"><b>▼ 0.2000</b></td>")
        .contains("▲ Best mean; higher is better.", "▼ Best mean; lower is better.");
  }

  @ParameterizedTest
  @CsvSource({
    "test/accuracy,HIGHER",
    "test/mr-r1@0.5,HIGHER",
    "loss,LOWER",
    "training/loss,LOWER",
    "validation/span-loss,LOWER",
    "test/gloss,HIGHER",
    "training/gradient-norm-max,NEITHER",
    "test/mask.sign-flips/layer-2,NEITHER"
  })
  void theNameOfAMetricSaysWhichSideIsBetter(String metric, Direction direction) {
    assertThat(Direction.of(metric)).isEqualTo(direction);
  }
}
