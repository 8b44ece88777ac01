package lamina.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lamina.config.CaptionsData;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.CaptionSplit;
import lamina.data.text.Vocabulary;
import org.junit.jupiter.api.Test;

class DataTest {
  private static final List<Given.Video> UNEQUAL =
      List.of(
          new Given.Video(3, 2, "a coat", "a bag"),
          new Given.Video(1, 0, "French"),
          new Given.Video(2, 1, "a coat is shown"));

  private static Data videos(CaptionsData config, List<Given.Video> videos) {
    CaptionSplit split = Given.split(config, videos);
    return Data.ofVideos(config, split, Vocabulary.of(split.captions(), 1), Given.CAPTION_TOKENS);
  }

  @Test
  void aCaptionIsAnExampleInTrainingAndAVideoIsOneElsewhere() {
    CaptionSplit split = Given.split(Given.SILENT, UNEQUAL);
    Vocabulary vocabulary = Vocabulary.of(split.captions(), 1);
    Data captions = Data.ofCaptions(Given.SILENT, split, vocabulary, Given.CAPTION_TOKENS);
    assertThat(captions.items())
        .containsExactly(
            new Data.Item(0, "a coat"),
            new Data.Item(0, "a bag"),
            new Data.Item(1, "French"),
            new Data.Item(2, "a coat is shown"));
    assertThat(captions.references(1).captions()).containsExactly("a coat", "a bag");
    assertThat(videos(Given.SILENT, UNEQUAL).items())
        .extracting(Data.Item::caption)
        .containsExactly("a coat", "French", "a coat is shown");
  }

  @Test
  void shorterVideosAndSoundsAreFilledUpWithZerosAndMarked() {
    Data data = videos(Given.WITH_SOUND, UNEQUAL);
    try (NDManager manager = NDManager.newBaseManager()) {
      Example batch = data.batch(new int[] {2, 0, 1}, manager);
      assertThat(batch.video().features().getShape()).isEqualTo(new Shape(3, 3, 5));
      assertThat(batch.video().real().toBooleanArray())
          .containsExactly(true, true, false, true, true, true, true, false, false);
      assertThat(batch.audio().real().toBooleanArray())
          .containsExactly(true, false, true, true, false, false);
      CaptionFeatures first = data.split().features(2);
      assertThat(batch.video().features().get("0, :2").toFloatArray()).isEqualTo(first.video());
      assertThat(batch.video().features().get("0, 2").toFloatArray()).containsOnly(0);
      assertThat(batch.audio().features().get("2").toFloatArray()).containsOnly(0);
      assertThat(data.vocabulary().decode(batch.captions()[0])).isEqualTo("a coat is shown");
    }
  }

  @Test
  void wholeVideosHaveNoMarksAndSilentDataNoSound() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Example whole = videos(Given.WITH_SOUND, Given.VIDEOS).batch(new int[] {0, 1}, manager);
      assertThat(whole.video().real()).isNull();
      assertThat(whole.audio().real()).isNull();
      assertThat(videos(Given.SILENT, UNEQUAL).batch(new int[] {0}, manager).audio()).isNull();
    }
  }
}
