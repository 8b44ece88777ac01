package lamina.data.qvhighlights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lamina.config.QvHighlights;
import lamina.data.DataException;
import lamina.data.Split;
import lamina.data.features.Npy;
import lamina.data.moments.MomentFeatures;
import org.junit.jupiter.api.Test;

class QvHighlightsSplitTest extends QvHighlightsFolder {
  @Test
  void eachFeatureSetIsNormalisedByItselfAndEndpointsAreAppended() throws IOException {
    validation(line(1, 4, "v"));
    slowfast("v", row(2304, 3, 4), row(2304, 0, 0, 10));
    clip("v", row(512, 0, -2), row(512));
    text(1, row(TEXT, 6, 8), row(TEXT));

    MomentFeatures features = open(BOTH, Split.VALIDATION).features(0);

    int width = 2304 + 512 + 2;
    assertThat(BOTH.videoFeatures()).isEqualTo(width);
    assertThat(features.clips()).isEqualTo(2);
    float[] expected = new float[2 * width];
    expected[0] = 3 / 5.00001f;
    expected[1] = 4 / 5.00001f;
    expected[2304 + 1] = -2 / 2.00001f;
    expected[width - 2] = 0;
    expected[width - 1] = 0.5f;
    expected[width + 2] = 10 / 10.00001f;
    expected[2 * width - 2] = 0.5f;
    expected[2 * width - 1] = 1;
    assertThat(features.video()).containsExactly(expected);
    assertThat(features.words()).isEqualTo(2);
    assertThat(features.text()).hasSize(2 * TEXT);
    assertThat(features.text()).startsWith(6 / 10.00001f, 8 / 10.00001f).endsWith(0f, 0f);
  }

  @Test
  void aTinyRowIsHeldSmallByTheEpsilon() throws IOException {
    validation(line(1, 2, "v"));
    clip("v", row(512, 1e-5f));
    text(1, row(TEXT, 1));
    float[] video = open(CLIP, Split.VALIDATION).features(0).video();
    assertThat(video[0]).isCloseTo(0.5f, within(1e-6f));
  }

  /** 1/3 and 2/3 in single precision, and 1/3 + 1/3 and 2/3 + 1/3 added in it. */
  @Test
  void endpointsAreInSinglePrecision() throws IOException {
    validation(line(1, 6, "v"));
    clip("v", rows(3, 512));
    text(1, row(TEXT, 1));
    float[] video = open(CLIP, Split.VALIDATION).features(0).video();
    float third = 0x1.555556p-2f;
    assertThat(List.of(video[512], video[513])).containsExactly(0f, third);
    assertThat(List.of(video[514 + 512], video[514 + 513])).containsExactly(third, 2 * third);
    assertThat(List.of(video[1028 + 512], video[1028 + 513])).containsExactly(2 * third, 1f);
  }

  @Test
  void aQueryMayHaveNoWords() throws IOException {
    validation(line(1, 2, "v"));
    clip("v", rows(1, 512));
    text(1, rows(0, TEXT));
    MomentFeatures features = open(CLIP, Split.VALIDATION).features(0);
    assertThat(features.words()).isZero();
    assertThat(features.text()).isEmpty();
  }

  @Test
  void longVideosAndQueriesAreCut() throws IOException {
    validation(line(1, 160, "v"));
    clip("v", rows(80, 512));
    text(1, rows(40, TEXT));
    MomentFeatures features = open(CLIP, Split.VALIDATION).features(0);
    assertThat(features.clips()).isEqualTo(75);
    assertThat(features.video()).hasSize(75 * 514);
    assertThat(features.video()[74 * 514 + 74]).isEqualTo(3 / 3.00001f);
    assertThat(features.video()[75 * 514 - 2]).isEqualTo(74 / 75f);
    assertThat(features.words()).isEqualTo(32);
    assertThat(features.text()).hasSize(32 * TEXT);
    assertThat(features.text()[31 * TEXT + 31]).isEqualTo(3 / 3.00001f);
  }

  @Test
  void aLongVideosFileMayBeCutAlready() throws IOException {
    validation(line(1, 300, "v"));
    slowfast("v", rows(150, 2304));
    clip("v", rows(75, 512));
    text(1, row(TEXT, 1));
    assertThat(open(BOTH, Split.VALIDATION).features(0).clips()).isEqualTo(75);
  }

  @Test
  void featureSetsAreCutToTheShortest() throws IOException {
    validation(line(1, 20, "v"));
    slowfast("v", rows(11, 2304));
    clip("v", rows(6, 512));
    text(1, row(TEXT, 1));
    MomentFeatures features = open(BOTH, Split.VALIDATION).features(0);
    assertThat(features.clips()).isEqualTo(6);
    assertThat(features.video()).hasSize(6 * 2818);
    assertThat(features.video()[2818 - 1]).isEqualTo(1 / 6f);
  }

  @Test
  void featureSetsFarApartAreRefused() throws IOException {
    validation(line(1, 18, "v"));
    Path slowfast = slowfast("v", rows(12, 2304));
    Path clip = clip("v", rows(6, 512));
    text(1, row(TEXT, 1));
    assertRefused(
        BOTH,
        String.format(
            "feature files of a video must differ by at most 5 clips, got 6 in %s and 12 in %s",
            clip, slowfast));
  }

  @Test
  void aFileThatIsTooShortForItsVideoIsRefused() throws IOException {
    validation(line(1, 151, "v"));
    Path file = clip("v", rows(69, 512));
    text(1, row(TEXT, 1));
    assertRefused(
        CLIP,
        file
            + " must be within 5 clips of the video's length, 76 clips by duration 151 of qid 1,"
            + " got 69");
    clip("v", rows(70, 512));
    assertThat(open(CLIP, Split.VALIDATION).features(0).clips()).isEqualTo(70);
  }

  /** Such as features of clips of one second: the first 75 would be half of the video. */
  @Test
  void aFileThatIsTooLongForItsVideoIsRefused() throws IOException {
    validation(line(1, 150, "v"));
    Path file = clip("v", rows(150, 512));
    text(1, row(TEXT, 1));
    assertRefused(
        CLIP,
        file
            + " must be within 5 clips of the video's length, 75 clips by duration 150 of qid 1,"
            + " got 150");
  }

  @Test
  void oneClipAndOneWordAreEnough() throws IOException {
    validation(line(1, 2, "v"));
    clip("v", row(512, 2));
    text(1, row(TEXT, 5));
    MomentFeatures features = open(CLIP, Split.VALIDATION).features(0);
    assertThat(features.clips()).isEqualTo(1);
    assertThat(features.words()).isEqualTo(1);
    assertThat(features.video()).startsWith(2 / 2.00001f).endsWith(0f, 0f, 1f);
  }

  @Test
  void aQueryWithoutRelevantClipsIsAllowed() throws IOException {
    String line = line(1, 2, "v").replace("[[0, 2]]", "[]").replace("[[1, 2, 4]]", "[]");
    validation(line.replace("[0]", "[]"));
    clip("v", row(512, 2));
    text(1, row(TEXT, 5));
    QvHighlightsSplit split = open(CLIP, Split.VALIDATION);
    assertThat(split.truth(0).clips()).isEmpty();
    assertThat(split.features(0).clips()).isEqualTo(1);
  }

  @Test
  void contentsAreCheckedWhenRead() throws IOException {
    validation(line(1, 4, "v"));
    Path video = clip("v", row(500, 1), row(500, 1));
    Path words = text(1, row(TEXT, 1));
    assertRefused(CLIP, video + ": features must be 512 wide, got 500");
    Npy.of("<f4", 0, 512).write(video, "features");
    assertRefused(CLIP, video + ": features must have at least 1 row, got 0");
    clip("v", row(512, 1), row(512, 1, Float.NaN));
    assertRefused(CLIP, video + ": features must be finite, got NaN in row 1, column 1");
    Npy.of(row(512, 1)).write(video, "frames");
    assertRefused(CLIP, video + " must hold an array 'features', got arrays [frames]");
    clip("v", row(512, 1));
    text(1, row(768, 1));
    assertRefused(CLIP, words + ": last_hidden_state must be 512 wide, got 768");
    Npy.of(row(512, 1)).write(words, "pooler_output");
    assertRefused(
        CLIP, words + " must hold an array 'last_hidden_state', got arrays [pooler_output]");
  }

  private void assertRefused(QvHighlights data, String message) {
    QvHighlightsSplit split = open(data, Split.VALIDATION);
    assertThatThrownBy(() -> split.features(0))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void threadsMayReadAtOnce() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lines.add(line(i, 2, "v" + i));
      clip("v" + i, row(512, i, 1));
      text(i, row(TEXT, 1));
    }
    validation(lines.toArray(String[]::new));
    QvHighlightsSplit split = open(CLIP, Split.VALIDATION);
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              float[] video = split.features(i % 20).video();
              assertThat(video[0] / video[1]).isCloseTo(i % 20, within(1e-4f));
            });
  }
}
