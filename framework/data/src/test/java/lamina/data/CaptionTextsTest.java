package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lamina.config.CaptionsData;
import lamina.data.CaptionScene.Interval;
import lamina.data.CaptionTexts.Wording;
import lamina.data.text.Vocabulary;
import org.junit.jupiter.api.Test;

class CaptionTextsTest {
  @Test
  void aCaptionTellsAllThatHappensInOrder() {
    CaptionScene scene =
        new CaptionScene(
            List.of(
                new Interval(0, 5, 0),
                new Interval(6, 9, 0),
                new Interval(12, 9, 4),
                new Interval(18, 1, 2)));
    assertThat(CaptionTexts.SHARED.get(0).caption(scene))
        .isEqualTo(
            "a sandal is shown while English is spoken, then an ankle boot is shown,"
                + " then Russian is spoken, then a pair of trousers and French together");
    assertThat(CaptionTexts.HELD_OUT.get(2).caption(scene))
        .isEqualTo(
            "it begins with English and a picture of a sandal, followed by a picture of an ankle"
                + " boot, then someone is heard in Russian, followed by a pair of trousers with"
                + " French");
  }

  @Test
  void everyWordingNamesWhatChangesAndNothingElse() {
    for (Wording wording : wordings().toList()) {
      assertThat(wording.beginning()).contains("{garment}", "{language}");
      assertThat(wording.garment()).contains("{garment}").doesNotContain("{language}");
      assertThat(wording.voice()).contains("{language}").doesNotContain("{garment}");
      assertThat(wording.both()).contains("{garment}", "{language}");
    }
  }

  private static Stream<Wording> wordings() {
    return Stream.concat(CaptionTexts.SHARED.stream(), CaptionTexts.HELD_OUT.stream());
  }

  @Test
  void everyWordOfAHeldOutWordingIsInASharedOne() {
    assertThat(words(CaptionTexts.SHARED)).containsAll(words(CaptionTexts.HELD_OUT));
  }

  private static Set<String> words(List<Wording> wordings) {
    Set<String> words = new HashSet<>();
    for (Wording one : wordings) {
      for (String part : List.of(one.beginning(), one.garment(), one.voice(), one.both())) {
        words.addAll(Vocabulary.words(part));
      }
    }
    return words;
  }

  @Test
  void noCaptionIsTooLongForItsTokens() {
    for (Wording wording : wordings().toList()) {
      int change =
          Stream.of(wording.garment(), wording.voice(), wording.both())
              .mapToInt(CaptionTextsTest::mostWords)
              .max()
              .orElseThrow();
      int most = mostWords(wording.beginning()) + 4 * change;
      assertThat(most).isLessThanOrEqualTo(CaptionsData.CAPTION_TOKENS - 2);
    }
  }

  private static int mostWords(String template) {
    String trousers = template.replace("{garment}", "a pair of trousers");
    return Vocabulary.words(trousers.replace("{language}", "Russian")).size();
  }
}
