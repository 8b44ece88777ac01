package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/**
 * What is done to the attention scores before the softmax. A new variant is one more record here:
 * the compiler then asks for its branch in every {@link #fold}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NoMask.class, name = "none"),
  @JsonSubTypes.Type(value = LearnableMask.class, name = "learnable"),
  @JsonSubTypes.Type(value = StaticMask.class, name = "static"),
})
public sealed interface AttentionMask permits NoMask, LearnableMask, StaticMask {

  /** The value of the one function that fits this kind of mask. */
  <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed);

  /** This mask with every default that depends on the backbone written out. */
  AttentionMask resolved(Transformer backbone);
}
