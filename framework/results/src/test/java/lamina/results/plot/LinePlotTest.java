package lamina.results.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lamina.results.plot.LinePlot.Point;
import org.junit.jupiter.api.Test;

class LinePlotTest {
  @Test
  void drawsTwoPanelsWithTheirLines() throws IOException {
    List<Point> points =
        List.of(
            new Point("time", "plain", "slow", 256, 10),
            new Point("time", "plain", "slow", 8192, 10_000),
            new Point("time", "plain", "fast", 256, 9),
            new Point("time", "plain", "fast", 8192, 900),
            new Point("memory", "plain", "slow", 256, 200),
            new Point("memory", "plain", "slow", 8192, 11_000));
    byte[] png = new LinePlot("A title", "tokens", points).picture().png();
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture.getWidth()).isEqualTo(2000);
    assertThat(picture.getHeight()).isEqualTo(1040);
    assertThat(colours(picture)).contains(0x1b9e77, 0xd95f02);
  }

  private static List<Integer> colours(BufferedImage picture) {
    return IntStream.range(0, picture.getWidth() * picture.getHeight())
        .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()) & 0xffffff)
        .distinct()
        .boxed()
        .toList();
  }
}
