package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmTest {
  private static MiniLm encoder;

  @TempDir Path temporary;

  @BeforeAll
  static void load() {
    encoder = MiniLm.open();
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void everyTokenIsAUnitRow() {
    float[] rows = encoder.encode("a sandal is shown while Russian is spoken");
    assertThat(rows.length).as("[CLS] a sand ##al is … [SEP]").isEqualTo(11 * 384);
    for (int from = 0; from < rows.length; from += 384) {
      double squares = 0;
      for (int i = from; i < from + 384; i++) {
        squares += (double) rows[i] * rows[i];
      }
      assertThat(Math.sqrt(squares)).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void tokensAreKnownInWords() {
    assertThat(MiniLm.words("a sandal is shown"))
        .containsExactly("[CLS]", "a", "sand", "##al", "is", "shown", "[SEP]");
  }

  @Test
  void theSameTextGivesTheSameBits() {
    float[] first = encoder.encode("we hear English and see a bag");
    encoder.encode("something else");
    assertThat(encoder.encode("we hear English and see a bag")).isEqualTo(first);
  }

  @Test
  void longTextsAreCutTo32Tokens() {
    assertThat(encoder.encode("word ".repeat(100)).length).isEqualTo(32 * 384);
  }

  @Test
  void paraphrasesAreNearerThanOtherGarments() {
    List<String> templates = MomentTexts.templates(Split.TEST);
    double same = 0;
    double other = 0;
    int others = 0;
    int garments = MomentTexts.GARMENTS.size();
    double[][][] means = new double[2][garments][];
    for (int template = 0; template < 2; template++) {
      for (int garment = 0; garment < garments; garment++) {
        means[template][garment] =
            mean(encoder.encode(MomentTexts.text(templates.get(template), garment, 1)));
      }
    }
    for (int a = 0; a < garments; a++) {
      for (int b = 0; b < garments; b++) {
        double cosine = cosine(means[0][a], means[1][b]);
        same += a == b ? cosine / garments : 0;
        other += a == b ? 0 : cosine;
        others += a == b ? 0 : 1;
      }
    }
    assertThat(same).isGreaterThan(other / others + 0.1);
  }

  @Test
  void theFeaturesOfAllTextsAreMadeOnFirstUse() throws IOException {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    assertThat(TextFeatures.isCurrent(folder)).isFalse();
    TextFeatures features = TextFeatures.open(folder);
    assertThat(TextFeatures.isCurrent(folder)).isTrue();
    String last = MomentTexts.all().get(MomentTexts.all().size() - 1);
    assertThat(features.of(last)).isEqualTo(encoder.encode(last));
    byte[] made = Files.readAllBytes(folder.texts());
    made[made.length - 1] ^= 1;
    Files.write(folder.texts(), made);
    assertThat(TextFeatures.isCurrent(folder)).as("damaged").isFalse();
  }

  private static double[] mean(float[] rows) {
    double[] mean = new double[384];
    for (int i = 0; i < rows.length; i++) {
      mean[i % 384] += rows[i];
    }
    return mean;
  }

  private static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
