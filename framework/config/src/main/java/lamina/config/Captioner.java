package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** A model that says in words what a video shows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SwinBert.class, name = "swin-bert"),
  @JsonSubTypes.Type(value = LlamaAdapter.class, name = "llama-adapter"),
})
public sealed interface Captioner permits SwinBert, LlamaAdapter {
  /** The value of the one function that fits this captioner. */
  <R> R fold(Function<SwinBert, R> swinBert, Function<LlamaAdapter, R> llamaAdapter);

  /** The most tokens of a caption, those that begin and end it included. */
  int captionTokens();

  /** Tokens that the backbone sees for one example of the data. */
  int tokens(CaptionsData data);

  /** The attention that a mask acts on. */
  Place place(CaptionsData data);

  /** Refuses data that the model cannot read. */
  void requireFit(CaptionsData data);
}
