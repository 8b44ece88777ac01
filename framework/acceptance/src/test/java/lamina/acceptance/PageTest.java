package lamina.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import lamina.results.report.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notebook's HTML export in a browser. */
class PageTest {
  private static final int BAR_OF_DONE = 0xff009e73;

  @TempDir Path temporary;

  @Test
  void aNotebookExportedToAPageShowsItsTablesAndPictures() throws Exception {
    Browser browser = Browser.orSkip(temporary.resolve("profile"));
    Path notebook = Kernel.HOME.resolve("notebooks/01-first-sweep.ipynb");
    Path page = Kernel.installedIn(temporary).html(notebook);
    assertThat(browser.dom(page))
        .contains("15 of 15 trials done", "no mask", "p (Holm)", "±", "data:image/png;base64,")
        .contains("alt=\"accuracy by epoch, mean and deviation over seeds: no mask ");

    Path png = temporary.resolve("page.png");
    browser.screenshot(page, png, false);
    BufferedImage image = ImageIO.read(png.toFile());
    assertThat(Pictures.colours(image)).as("the bar of a finished run").contains(BAR_OF_DONE);
  }
}
