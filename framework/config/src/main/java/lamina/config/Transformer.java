package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.divides;
import static lamina.config.Rule.fraction;

/**
 * The encoder over the concatenated tokens of all modalities.
 *
 * @param layers encoder layers; at least 1
 * @param heads attention heads; divides {@code width}
 * @param width D, the size of a token
 * @param feedForward hidden width of the feed-forward layers
 * @param dropout share of activations dropped in training, in [0, 1)
 */
public record Transformer(
    int layers,
    int heads,
    int width,
    int feedForward,
    double dropout,
    Activation activation,
    Normalisation normalisation) {

  public Transformer {
    atLeast(1, "backbone.layers", layers);
    atLeast(1, "backbone.width", width);
    atLeast(1, "backbone.heads", heads);
    divides("backbone.heads", heads, "backbone.width", width);
    atLeast(1, "backbone.feedForward", feedForward);
    fraction("backbone.dropout", dropout);
  }

  public Transformer withLayers(int value) {
    return new Transformer(value, heads, width, feedForward, dropout, activation, normalisation);
  }

  public Transformer withHeads(int value) {
    return new Transformer(layers, value, width, feedForward, dropout, activation, normalisation);
  }

  public Transformer withWidth(int value) {
    return new Transformer(layers, heads, value, feedForward, dropout, activation, normalisation);
  }

  public Transformer withFeedForward(int value) {
    return new Transformer(layers, heads, width, value, dropout, activation, normalisation);
  }

  public Transformer withDropout(double value) {
    return new Transformer(layers, heads, width, feedForward, value, activation, normalisation);
  }

  public Transformer withActivation(Activation value) {
    return new Transformer(layers, heads, width, feedForward, dropout, value, normalisation);
  }

  public Transformer withNormalisation(Normalisation value) {
    return new Transformer(layers, heads, width, feedForward, dropout, activation, value);
  }
}
