package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.fraction;

/**
 * Frozen features of a modality, projected to width D by layers of LayerNorm, dropout and a linear
 * layer, with a ReLU after all but the last (Moment-DETR, QD-DETR); parameters of its own for each
 * modality.
 *
 * @param layers how many; at least 1
 * @param dropout share of the features that is dropped in training, in [0, 1)
 */
public record FeatureProjections(int layers, double dropout) implements Encoders {
  public FeatureProjections {
    atLeast(1, "encoders.layers", layers);
    fraction("encoders.dropout", dropout);
  }
}
