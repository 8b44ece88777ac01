package lamina.metric.captions;

import lamina.config.ConfigException;

/**
 * The cosine of two embeddings of the same dimension, in [-1, 1]; 0 if one is all zeros.
 *
 * @param encoder what made the embeddings, for the name
 */
public record Cosine(String encoder) implements Similarity<float[]> {

  @Override
  public String name() {
    return "cosine of " + encoder;
  }

  @Override
  public double between(float[] generated, float[] truth) {
    if (generated.length != truth.length) {
      throw new ConfigException(
          "embeddings must have the same dimension, got "
              + generated.length
              + " and "
              + truth.length);
    }
    double product = 0;
    double ofGenerated = 0;
    double ofTruth = 0;
    for (int i = 0; i < truth.length; i++) {
      product += (double) generated[i] * truth[i];
      ofGenerated += (double) generated[i] * generated[i];
      ofTruth += (double) truth[i] * truth[i];
    }
    double norms = Math.sqrt(ofGenerated) * Math.sqrt(ofTruth);
    return norms == 0 ? 0 : product / norms;
  }
}
