package lamina.config;

import java.util.function.Function;

/**
 * A sentence that says what a video shows. Metrics: those of captioning on words as the plain
 * tokenizer makes them, and of the test split R@k/N by the cosine of frozen sentence embeddings.
 *
 * @param leastCount how often a word must be in the training captions to be in the vocabulary; 1
 *     where a pretrained decoder has a tokenizer of its own
 */
public record Captioning(
    CaptionsData data, Captioner captioner, Generation generation, int leastCount) implements Task {

  public Captioning {
    captioner.requireFit(data);
    Rule.atLeast(1, "task.leastCount", leastCount);
    Rule.require(
        leastCount == 1 || !bringsWords(captioner),
        "task.leastCount",
        "be 1 for a pretrained decoder, which brings its own words",
        leastCount);
  }

  private static boolean bringsWords(Captioner captioner) {
    return captioner.fold(
        swinBert -> false, adapter -> adapter.decoder() instanceof PretrainedDecoder);
  }

  @Override
  public <R> R fold(
      Function<Classification, R> classification,
      Function<MomentRetrieval, R> momentRetrieval,
      Function<Captioning, R> captioning) {
    return captioning.apply(this);
  }

  @Override
  public int tokens(Encoders encoders) {
    encoders.as(FeatureTokens.class, "captioning");
    return captioner.tokens(data);
  }

  @Override
  public void requireFit(Transformer backbone, AttentionMask mask) {
    boolean encodesBeams = captioner.fold(swinBert -> true, adapter -> false);
    Rule.require(
        generation.beams() == 1
            || !encodesBeams
            || !mask.knowsItself()
            || mask.traits().batchFree(),
        "task.generation.beams",
        "be 1 for a mask of kind "
            + mask.kind()
            + " in SwinBERT, where the beams of a video would be each other's neighbours",
        generation.beams());
  }

  @Override
  public Place place(Encoders encoders) {
    return captioner.place(data);
  }

  @Override
  public String mainMetric() {
    return "cider-plain";
  }

  @Override
  public Captioning smoke() {
    return new Captioning(
        data.smoke(),
        captioner.fold(
            swinBert -> swinBert,
            adapter ->
                new LlamaAdapter(
                    adapter.decoder().smoke(), adapter.adaptedLayers(), adapter.captionTokens())),
        generation,
        leastCount);
  }
}
