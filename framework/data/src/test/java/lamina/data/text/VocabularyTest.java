package lamina.data.text;

import static lamina.data.text.Vocabulary.BOS;
import static lamina.data.text.Vocabulary.EOS;
import static lamina.data.text.Vocabulary.MASK;
import static lamina.data.text.Vocabulary.PAD;
import static lamina.data.text.Vocabulary.UNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final Vocabulary WORDS =
      Vocabulary.of(List.of("A dog runs.", "a dog sits", "the cat, a cat and a dog"), 1);

  @Test
  void specialTokensComeFirstThenWordsByFrequencyThenAlphabetically() {
    assertThat(IntStream.range(0, WORDS.size()).mapToObj(WORDS::token))
        .containsExactly(
            "[PAD]", "[BOS]", "[EOS]", "[MASK]", "[UNK]", "a", "dog", "cat", "and", "runs", "sits",
            "the");
    assertThat(Vocabulary.SPECIAL_TOKENS).isEqualTo(5);
  }

  @Test
  void theOrderOfTheCaptionsDoesNotMatter() {
    Vocabulary turned =
        Vocabulary.of(List.of("the cat, a cat and a dog", "a dog sits", "A dog runs."), 1);
    assertThat(turned.encode("the dog sits and a cat runs", 9))
        .isEqualTo(WORDS.encode("the dog sits and a cat runs", 9));
  }

  @Test
  void rareWordsAreLeftOut() {
    Vocabulary frequent = Vocabulary.of(List.of("a dog", "a dog sits"), 2);
    assertThat(frequent.size()).isEqualTo(7);
    assertThat(frequent.has("dog")).isTrue();
    assertThat(frequent.has("sits")).isFalse();
  }

  @Test
  void wordsAreInLowerCaseWithHyphensAndApostrophesInsideThem() {
    assertThat(Vocabulary.words("The T-shirt isn\u2019t 1980's -- \"new\"; \u00c9t\u00e9! ..."))
        .containsExactly("the", "t-shirt", "isn't", "1980's", "new", "\u00e9t\u00e9");
    assertThat(Vocabulary.words("- ' --")).isEmpty();
  }

  @Test
  void aCaptionBeginsAndEndsAndIsFilledUp() {
    assertThat(WORDS.encode("A dog!", 6)).containsExactly(BOS, 5, 6, EOS, PAD, PAD);
    assertThat(WORDS.decode(WORDS.encode("A dog!", 6))).isEqualTo("a dog");
  }

  @Test
  void anEmptyCaptionIsItsBeginningAndItsEnd() {
    assertThat(WORDS.encode("", 4)).containsExactly(BOS, EOS, PAD, PAD);
    assertThat(WORDS.encode(" ... ", 2)).containsExactly(BOS, EOS);
    assertThat(WORDS.decode(new int[] {BOS, EOS, PAD})).isEmpty();
    assertThat(WORDS.decode(new int[0])).isEmpty();
  }

  @Test
  void ofALongCaptionTheLastWordsAreCutAndNeverTheEnd() {
    assertThat(WORDS.encode("a dog sits", 5)).containsExactly(BOS, 5, 6, 10, EOS);
    assertThat(WORDS.encode("a dog sits", 4)).containsExactly(BOS, 5, 6, EOS);
    assertThat(WORDS.encode("a dog sits", 2)).containsExactly(BOS, EOS);
  }

  @Test
  void anUnknownWordIsMarked() {
    assertThat(WORDS.encode("a zebra sits", 6)).containsExactly(BOS, 5, UNK, 10, EOS, PAD);
    assertThat(WORDS.decode(new int[] {BOS, 5, UNK, MASK, EOS})).isEqualTo("a [UNK] [MASK]");
  }

  @Test
  void aSpecialTokenInACaptionIsAWordLikeOthers() {
    assertThat(WORDS.encode("a [EOS] dog", 6)).containsExactly(BOS, 5, UNK, 6, EOS, PAD);
  }

  @Test
  void whatComesAfterTheEndIsNotRead() {
    assertThat(WORDS.decode(new int[] {BOS, 5, 6, EOS, 10, 999})).isEqualTo("a dog");
    assertThat(WORDS.decode(new int[] {5, PAD, 6})).isEqualTo("a dog");
  }

  @Test
  void aVocabularyOfNoCaptionsHasTheSpecialTokensAlone() {
    Vocabulary none = Vocabulary.of(List.of(), 1);
    assertThat(none.size()).isEqualTo(5);
    assertThat(none.encode("a dog", 5)).containsExactly(BOS, UNK, UNK, EOS, PAD);
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a"), 0))
        .isInstanceOf(ConfigException.class)
        .hasMessage("leastCount must be at least 1, got 0");
    assertThatThrownBy(() -> WORDS.encode("a", 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage("the length of a caption must be at least 2, got 1");
    assertThatThrownBy(() -> WORDS.decode(new int[] {BOS, 12}))
        .isInstanceOf(ConfigException.class)
        .hasMessage("a token's number must be from 0 to 11, got 12");
  }
}
