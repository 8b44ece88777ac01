package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceEmbeddingsTest {
  @Test
  void anEmbeddingIsTheMeanOfTheTokensVectors() {
    String sentence = "a sandal is shown while Russian is spoken";
    float[] mean = new float[384];
    try (MiniLm encoder = MiniLm.open()) {
      float[] rows = encoder.encode(sentence);
      for (int i = 0; i < rows.length; i++) {
        mean[i % 384] += rows[i] / 11;
      }
    }
    List<float[]> embeddings = SentenceEmbeddings.of(List.of("a coat", sentence));
    assertThat(embeddings).hasSize(2);
    assertThat(embeddings.get(1)).containsExactly(mean, within(1e-6f));
  }

  @Test
  void theSameSentenceHasTheSameBitsWhateverStandsBesideIt() {
    float[] alone = SentenceEmbeddings.of(List.of("a coat")).get(0);
    assertThat(SentenceEmbeddings.of(List.of("French is spoken", "a coat")).get(1))
        .isEqualTo(alone);
  }

  @Test
  void anEmptySentenceHasAnEmbedding() {
    for (float value : SentenceEmbeddings.of(List.of("")).get(0)) {
      assertThat(value).isFinite();
    }
    assertThat(SentenceEmbeddings.of(List.of())).isEmpty();
  }
}
