package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.require;

import java.util.function.Function;

/**
 * A language model in LLaMA's shape that is trained on the words of the training captions alone,
 * before any experiment, and then stays as it is: what a pretrained one is to large data. Every
 * trial with the same data and the same values here has the very same one.
 *
 * @param layers at least 1
 * @param heads of attention; cut {@code width} into parts of an even size
 * @param width size of a token
 * @param epochs passes over the training captions
 * @param batch captions a step
 * @param learningRate of AdamW, after a warm-up and then falling to 0
 * @param seed of its start and of the captions' order
 */
public record FrozenDecoder(
    int layers, int heads, int width, int epochs, int batch, double learningRate, long seed)
    implements LanguageModel {

  public FrozenDecoder {
    atLeast(1, "task.captioner.decoder.layers", layers);
    atLeast(1, "task.captioner.decoder.heads", heads);
    atLeast(1, "task.captioner.decoder.width", width);
    require(
        width % (2 * heads) == 0,
        "task.captioner.decoder.heads",
        "cut width " + width + " into parts of an even size",
        heads);
    atLeast(1, "task.captioner.decoder.epochs", epochs);
    atLeast(1, "task.captioner.decoder.batch", batch);
    Rule.positive("task.captioner.decoder.learningRate", learningRate);
  }

  /** LLaMA's proportions: 8/3 of the width, rounded up to a multiple of 8. */
  public int feedForward() {
    return (width * 8 / 3 + 7) / 8 * 8;
  }

  @Override
  public <R> R fold(
      Function<FrozenDecoder, R> frozenDecoder, Function<PretrainedDecoder, R> pretrainedDecoder) {
    return frozenDecoder.apply(this);
  }

  @Override
  public FrozenDecoder smoke() {
    return new FrozenDecoder(layers, heads, width, 1, batch, learningRate, seed);
  }
}
