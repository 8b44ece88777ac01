package lamina.config;

import static lamina.config.Rule.between;
import static lamina.config.Rule.require;

import java.util.List;
import java.util.function.Function;

/**
 * SwinBERT's captioner (Lin et al., arXiv 2111.13196) over features of a video: one Transformer
 * over [caption, video] that learns to guess masked words.
 *
 * @param captionTokens to which every caption is padded or cut, the tokens that begin and end it
 *     included
 * @param maskedShare share of a caption's tokens that is masked in training, in (0, 1); SwinBERT
 *     has 0.5
 */
public record SwinBert(int captionTokens, double maskedShare) implements Captioner {
  public SwinBert {
    between(3, CaptionsData.CAPTION_TOKENS, "task.captioner.captionTokens", captionTokens);
    require(
        maskedShare > 0 && maskedShare < 1,
        "task.captioner.maskedShare",
        "be above 0 and below 1",
        maskedShare);
  }

  @Override
  public <R> R fold(Function<SwinBert, R> swinBert, Function<LlamaAdapter, R> llamaAdapter) {
    return swinBert.apply(this);
  }

  @Override
  public int tokens(CaptionsData data) {
    return captionTokens + data.videoTokens();
  }

  @Override
  public Place place(CaptionsData data) {
    List<Kind> kinds =
        List.of(new Kind("caption", captionTokens), new Kind("video", data.videoTokens()));
    return Place.of("SwinBERT's encoder", kinds, true)
        .padded()
        .withPairs(Place.Pairs.ALWAYS_HIDDEN);
  }

  @Override
  public void requireFit(CaptionsData data) {
    require(
        data.audioTokens() == 0,
        "task.data",
        "have no tokens of sound alone for SwinBERT",
        data.audioTokens());
  }
}
