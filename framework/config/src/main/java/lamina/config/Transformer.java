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
 * @param dropPath how often, in training, an example skips a branch of the last layer; from 0 in
 *     the first layer on it rises linearly (stochastic depth, arXiv 1603.09382, as DeiT has it); in
 *     [0, 1)
 */
public record Transformer(
    int layers,
    int heads,
    int width,
    int feedForward,
    double dropout,
    Activation activation,
    Normalisation normalisation,
    @Later double dropPath) {

  public Transformer {
    atLeast(1, "backbone.layers", layers);
    atLeast(1, "backbone.width", width);
    atLeast(1, "backbone.heads", heads);
    divides("backbone.heads", heads, "backbone.width", width);
    atLeast(1, "backbone.feedForward", feedForward);
    fraction("backbone.dropout", dropout);
    fraction("backbone.dropPath", dropPath);
  }

  /** Without skipped branches. */
  public Transformer(
      int layers,
      int heads,
      int width,
      int feedForward,
      double dropout,
      Activation activation,
      Normalisation normalisation) {
    this(layers, heads, width, feedForward, dropout, activation, normalisation, 0);
  }

  /** How often an example skips a branch of a layer, counted from 0. */
  public double dropPathOf(int layer) {
    return layers == 1 ? 0 : dropPath * layer / (layers - 1);
  }

  public Transformer withLayers(int value) {
    return new Transformer(
        value, heads, width, feedForward, dropout, activation, normalisation, dropPath);
  }

  public Transformer withHeads(int value) {
    return new Transformer(
        layers, value, width, feedForward, dropout, activation, normalisation, dropPath);
  }

  public Transformer withWidth(int value) {
    return new Transformer(
        layers, heads, value, feedForward, dropout, activation, normalisation, dropPath);
  }

  public Transformer withFeedForward(int value) {
    return new Transformer(
        layers, heads, width, value, dropout, activation, normalisation, dropPath);
  }

  public Transformer withDropout(double value) {
    return new Transformer(
        layers, heads, width, feedForward, value, activation, normalisation, dropPath);
  }

  public Transformer withDropPath(double value) {
    return new Transformer(
        layers, heads, width, feedForward, dropout, activation, normalisation, value);
  }

  public Transformer withActivation(Activation value) {
    return new Transformer(
        layers, heads, width, feedForward, dropout, value, normalisation, dropPath);
  }

  public Transformer withNormalisation(Normalisation value) {
    return new Transformer(layers, heads, width, feedForward, dropout, activation, value, dropPath);
  }
}
