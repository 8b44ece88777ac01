package lamina.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lamina.config.CaptionsData;
import lamina.config.border.Observed;
import lamina.config.border.Observed.Layer;
import lamina.config.border.Observed.Segment;
import lamina.data.Split;
import lamina.data.captions.CaptionSplit;
import lamina.data.text.Vocabulary;
import org.junit.jupiter.api.Test;

class TokenNamesTest {
  private static Data data(CaptionsData config) {
    CaptionSplit split =
        Given.split(
            config,
            List.of(new Given.Video(3, 2, "a coat is shown"), new Given.Video(1, 0, "a bag")));
    return Data.ofVideos(config, split, Vocabulary.of(split.captions(), 1), Given.CAPTION_TOKENS);
  }

  @Test
  void swinBertsTokensAreTheWordsThatItReadsAndThePictures() {
    Observed observed =
        new TokenNames(Given.SWIN_BERT, 2)
            .observed(Split.TEST, data(Given.SILENT), new int[] {0, 1});
    assertThat(observed.split()).isEqualTo("test");
    assertThat(observed.examples().get(0).title()).isEqualTo("a coat is shown");
    assertThat(observed.examples().get(0).tokens())
        .containsOnlyKeys("word", "video")
        .containsEntry("word", List.of("[BOS]", "[MASK]", "coat", "[MASK]", "shown", "[MASK]"))
        .containsEntry("video", List.of("video 1", "video 2", "video 3"));
    assertThat(observed.examples().get(1).tokens())
        .containsEntry("word", List.of("[BOS]", "[MASK]", "bag", "[MASK]"))
        .containsEntry("video", List.of("video"));
    Layer layer = Layer.self(List.of(new Segment("word", 7), new Segment("video", 3)));
    assertThat(observed.layers()).containsExactly(layer, layer);
  }

  @Test
  void anEncoderBeforeADecoderReadsPicturesAndSound() {
    Observed observed =
        new TokenNames(Given.ADAPTER, 1)
            .observed(Split.TRAIN, data(Given.WITH_SOUND), new int[] {1, 0});
    assertThat(observed.examples().get(0).index()).isEqualTo(1);
    assertThat(observed.examples().get(0).tokens())
        .containsOnlyKeys("video", "audio")
        .containsEntry("audio", List.of());
    assertThat(observed.examples().get(1).tokens())
        .containsEntry("audio", List.of("audio 1", "audio 2"));
    assertThat(observed.layers())
        .containsExactly(Layer.self(List.of(new Segment("video", 3), new Segment("audio", 2))));
  }

  @Test
  void silentDataHaveNoTokensOfSound() {
    Observed observed =
        new TokenNames(Given.ADAPTER, 1).observed(Split.TRAIN, data(Given.SILENT), new int[] {0});
    assertThat(observed.layers()).containsExactly(Layer.self(List.of(new Segment("video", 3))));
  }
}
