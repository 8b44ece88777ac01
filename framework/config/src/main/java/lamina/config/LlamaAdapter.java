package lamina.config;

import static lamina.config.Rule.between;

import java.util.List;
import java.util.function.Function;

/**
 * Audio description in the way of LLaMA-Adapter (Zhang et al., arXiv 2303.16199; V2, arXiv
 * 2304.15010): an encoder over the tokens of pictures and sound, the backbone, whose every output
 * is projected into a prompt of a frozen language model's last layers, behind gates that start at
 * zero.
 *
 * @param decoder the language model
 * @param adaptedLayers how many of its last layers read the prompts
 * @param captionTokens to which captions are cut, the tokens that begin and end them included
 */
public record LlamaAdapter(LanguageModel decoder, int adaptedLayers, int captionTokens)
    implements Captioner {
  public LlamaAdapter {
    between(1, decoder.layers(), "task.captioner.adaptedLayers", adaptedLayers);
    between(3, CaptionsData.CAPTION_TOKENS, "task.captioner.captionTokens", captionTokens);
  }

  @Override
  public <R> R fold(Function<SwinBert, R> swinBert, Function<LlamaAdapter, R> llamaAdapter) {
    return llamaAdapter.apply(this);
  }

  @Override
  public int tokens(CaptionsData data) {
    return data.videoTokens() + data.audioTokens();
  }

  @Override
  public Place place(CaptionsData data) {
    Kind video = new Kind("video", data.videoTokens());
    Kind audio = new Kind("audio", data.audioTokens());
    List<Kind> kinds = audio.tokens() == 0 ? List.of(video) : List.of(video, audio);
    return Place.of("the encoder before LLaMA-Adapter", kinds, true).padded();
  }

  @Override
  public void requireFit(CaptionsData data) {}
}
