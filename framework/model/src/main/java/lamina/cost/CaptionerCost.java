package lamina.cost;

import lamina.config.Captioning;
import lamina.config.CaptionsData;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.LlamaAdapter;
import lamina.config.MaskShape;
import lamina.config.SwinBert;
import lamina.config.Transformer;
import lamina.config.cost.LanguageSize;

/**
 * Captioners that read one caption of the greatest length, as in training. Generation, which reads
 * again for every word, is not counted; nor is the training of a frozen decoder.
 */
final class CaptionerCost {
  private CaptionerCost() {}

  static ModelCost of(Captioning task, Experiment<?> experiment, LanguageSize language) {
    return task.captioner()
        .fold(
            swinBert -> swinBert(swinBert, task.data(), experiment, language.vocabulary()),
            adapter -> adapter(adapter, task.data(), experiment, language));
  }

  /** Words are scored by the table that embeds them. */
  private static ModelCost swinBert(
      SwinBert config, CaptionsData data, Experiment<?> experiment, int vocabulary) {
    Transformer backbone = experiment.backbone();
    long width = backbone.width();
    long text = config.captionTokens();
    MaskShape tokens = experiment.maskShape();
    boolean positions = tokens(experiment).positions();
    Count model =
        Count.held(vocabulary * width + text * width)
            .plus(
                Count.linear(data.videoTokens(), data.videoFeatures(), width),
                Count.held(positions ? data.videoTokens() * width : 0),
                Count.norm(width).times(3),
                Layers.encoder(backbone, tokens),
                Count.linear(text, width, width),
                Count.product(text, width, vocabulary),
                Count.held(vocabulary));
    return new ModelCost(model, experiment);
  }

  /** An encoder's every token is a prompt of the last layers of a frozen decoder. */
  private static ModelCost adapter(
      LlamaAdapter config, CaptionsData data, Experiment<?> experiment, LanguageSize decoder) {
    Transformer backbone = experiment.backbone();
    MaskShape tokens = experiment.maskShape();
    boolean positions = tokens(experiment).positions();
    long prompts = tokens.queries();
    long read = config.captionTokens() - 1L;
    long width = decoder.width();
    int adapted = config.adaptedLayers();
    Count promptsOfALayer =
        Count.held(prompts * width + decoder.heads())
            .plus(Count.product(read, width, prompts), Count.product(read, prompts, width));
    Count trained =
        embedding(data.videoTokens(), data.videoFeatures(), backbone.width(), positions)
            .plus(
                embedding(data.audioTokens(), data.audioFeatures(), backbone.width(), positions),
                Layers.encoder(backbone, tokens),
                Count.linear(prompts, backbone.width(), width),
                Count.norm(width),
                promptsOfALayer.times(adapted),
                attended(read, width).times(adapted));
    Count readPrompts = Count.product(prompts, width, 2 * decoder.keyValueWidth());
    Count through =
        decoderLayer(read, decoder)
            .plus(readPrompts)
            .times(adapted)
            .plus(Count.held(width), words(read, decoder));
    Count still =
        decoderLayer(read, decoder)
            .plus(attended(read, width))
            .times(config.decoder().layers() - adapted)
            .plus(Count.held(decoder.vocabulary() * width));
    return new ModelCost(trained, MaskCost.of(experiment), 0, false, through, still);
  }

  private static FeatureTokens tokens(Experiment<?> experiment) {
    return experiment.encoders().as(FeatureTokens.class, "captioning");
  }

  /** A projection, and embeddings of the modality and of places; nothing without tokens. */
  private static Count embedding(long tokens, long features, long width, boolean positions) {
    return tokens == 0
        ? Count.NOTHING
        : Count.linear(tokens, features, width)
            .plus(Count.held(width + (positions ? tokens * width : 0)));
  }

  /** Weights without biases: attention, a gated feed-forward, two gains. */
  private static Count decoderLayer(long rows, LanguageSize decoder) {
    long width = decoder.width();
    return weight(rows, width, width)
        .times(2)
        .plus(
            weight(rows, width, decoder.keyValueWidth()).times(2),
            weight(rows, width, decoder.feedForward()).times(3),
            Count.held(2 * width));
  }

  /** Scores of all words. */
  private static Count words(long rows, LanguageSize decoder) {
    return decoder.tied()
        ? Count.product(rows, decoder.width(), decoder.vocabulary())
        : weight(rows, decoder.width(), decoder.vocabulary());
  }

  /** Scores, and weights times values; what a token may not see counts. */
  private static Count attended(long rows, long width) {
    return Count.product(rows, width, rows).plus(Count.product(rows, rows, width));
  }

  private static Count weight(long rows, long in, long out) {
    return new Count(in * out, rows * in * out);
  }
}
