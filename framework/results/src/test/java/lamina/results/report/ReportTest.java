package lamina.results.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lamina.config.ConfigException;
import lamina.results.MadeUp;
import lamina.sweep.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final Pattern IMAGE =
      Pattern.compile("src=\"data:image/svg\\+xml;base64,([^\"]+)");

  @TempDir Path temporary;
  private MadeUp made;

  @BeforeEach
  void fillStore() throws IOException {
    made = MadeUp.in(temporary.resolve("runs"));
    made.trained(0, 0, 10);
    made.trained(0, 1, 20);
    made.trained(2, 0, 3570);
    made.trained(3, 2, 7200);
    for (int variant : List.of(0, 1)) {
      Files.writeString(
          made.folder(variant, 0).metrics(),
          """
          {"epoch":1,"split":"validation","accuracy":0.5,"training/loss":2}
          {"epoch":2,"split":"validation","accuracy":0.6,"training/loss":1}
          """);
    }
    Files.delete(made.folder(2, 1).outcome());
  }

  private String page() throws IOException {
    return new Report(made.sweep(), made.store(), "test/accuracy").page(NOW);
  }

  @Test
  void thePageSaysWhatWasRunWhenAndHowFarItIs() throws IOException {
    assertThat(page())
        .contains("<h1>made-up</h1>", "Classification on garments and voices. 4 variants")
        .contains(
            "12 trials, 10 done, 1 failed, 0 running, 1 pending", "Written 2026-02-03 04:05 UTC")
        .contains("1 of 12 trials have no result yet")
        .contains(
            "Trained from 2026-01-01 00:00 UTC to 2026-01-01 00:10 UTC at commit 0123456789ab, with"
                + " uncommitted changes.")
        .contains(
            "After Holm&#39;s correction 1 of 3 comparisons is significant at the 5 % level: 50 %"
                + " &amp; more (lower).");
  }

  @Test
  void costsFailuresAndProvenanceAreThere() throws IOException {
    String page = page();
    assertThat(page)
        .contains(
            "of the last attempt where a trial was resumed. Together they took 1.00 hours of one")
        .contains("<caption>", "counted and measured costs", "step FLOPs")
        .as("a failed trial is not timed")
        .contains("<th scope=\"row\">50 % &amp; more</th><td>0</td><td class=\"pair\"></td>")
        .contains(
            "<th scope=\"row\">no mask</th><td>2</td><td class=\"pair\">15.0</td>"
                + "<td class=\"rest\">± 7.1</td><td>cpu</td>")
        .contains("<td>diverged: loss is NaN</td>")
        .contains(
            "<dt>libtorch</dt><dd>2.7.1</dd>", "<dt>Uncommitted changes</dt><dd>no<br>yes</dd>")
        .contains("<th scope=\"row\">data.tgz</th><td>abc</td>");
  }

  @Test
  void picturesAreInsideWithWordsForWhoCannotSeeThem() throws IOException {
    List<String> pictures = new ArrayList<>();
    Matcher image = IMAGE.matcher(page());
    while (image.find()) {
      byte[] svg = Base64.getDecoder().decode(image.group(1));
      pictures.add(new String(svg, StandardCharsets.UTF_8));
    }
    assertThat(pictures).hasSize(4);
    assertThat(pictures.get(0)).contains("fusion", "multiply");
    assertThat(pictures.get(1)).contains("depth");
    assertThat(pictures.get(2)).contains("accuracy (%)", "epoch");
    assertThat(pictures.get(3)).contains("training/loss");
    assertThat(page())
        .contains("alt=\"test/accuracy by depth, pooled over fusion: no mask 60.00; 2 ");
  }

  @Test
  void nothingIsFetchedAndNothingRuns() throws IOException {
    assertThat(page())
        .contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        .doesNotContain("<script", "<link", "@import", "url(", "javascript:", "http:", "https:");
  }

  @Test
  void aSweepThatHasNotBegunHasAPageToo() throws IOException {
    Store empty = new Store(temporary.resolve("none"));
    assertThat(new Report(made.sweep(), empty, "test/accuracy").page(NOW))
        .contains("12 of 12 trials have no result yet", "No trial has ended yet.")
        .doesNotContain("NaN", "<img", "null", "Failures");
  }

  @Test
  void aMetricThatNoTrialHasIsRefused() {
    assertThatThrownBy(() -> new Report(made.sweep(), made.store(), "test/f1").page(NOW))
        .isInstanceOf(ConfigException.class)
        .hasMessage("metric must be one of [test/accuracy], got 'test/f1'");
  }

  @Test
  void aBrowserShowsTheTableAndThePicturesInLightAndDark() throws Exception {
    Browser browser = Browser.orSkip(temporary.resolve("profile"));
    Path page = Files.writeString(temporary.resolve("report.html"), page());
    assertThat(browser.dom(page)).contains("<b>▲ 64.33</b>", "± 8.62", "60.00", "[-10.00, -10.00]");
    BufferedImage light = screenshot(browser, page, false);
    BufferedImage dark = screenshot(browser, page, true);
    assertThat(light.getWidth()).isEqualTo(1100);
    assertThat(light.getHeight()).isEqualTo(1400);
    assertThat(colours(light)).hasSizeGreaterThan(50);
    assertThat(light.getRGB(5, 5) & 0xffffff).isEqualTo(0xfdfdfb);
    assertThat(dark.getRGB(5, 5) & 0xffffff).isEqualTo(0x15171b);
  }

  private BufferedImage screenshot(Browser browser, Path page, boolean dark) throws Exception {
    Path png = temporary.resolve(dark + ".png");
    browser.screenshot(page, png, dark);
    return ImageIO.read(png.toFile());
  }

  private static List<Integer> colours(BufferedImage picture) {
    return IntStream.range(0, picture.getWidth() * picture.getHeight())
        .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
        .distinct()
        .boxed()
        .toList();
  }
}
