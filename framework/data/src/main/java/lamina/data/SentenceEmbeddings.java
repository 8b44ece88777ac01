package lamina.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What all-MiniLM-L6-v2, quantised and frozen, says of whole sentences: the mean of its words'
 * vectors, 384 numbers. Sentences are cut after 32 tokens.
 */
public final class SentenceEmbeddings {
  /** The encoder's name in tables. */
  public static final String ENCODER = "minilm";

  private SentenceEmbeddings() {}

  /**
   * One embedding a sentence, in the same order.
   *
   * @throws DataException where the encoder is not on the class path
   */
  public static List<float[]> of(List<String> sentences) {
    List<float[]> embeddings = new ArrayList<>();
    try (MiniLm encoder = MiniLm.open()) {
      for (String sentence : sentences) {
        embeddings.add(mean(encoder.encode(sentence)));
      }
    }
    return embeddings;
  }

  private static float[] mean(float[] rows) {
    float[] mean = new float[MiniLm.WIDTH];
    int count = rows.length / mean.length;
    for (int i = 0; i < rows.length; i++) {
      mean[i % mean.length] += rows[i] / count;
    }
    return mean;
  }
}
