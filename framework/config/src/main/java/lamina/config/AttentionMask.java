package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/**
 * What is done to plain attention: to its scores before the softmax, or, in a control, to what it
 * gives. A new variant is one more record here: the compiler then asks for its branch in every
 * {@link #fold}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = NoMask.class, name = "none"),
  @JsonSubTypes.Type(value = LearnableMask.class, name = "learnable"),
  @JsonSubTypes.Type(value = StaticMask.class, name = "static"),
  @JsonSubTypes.Type(value = SparseMask.class, name = "sparse"),
  @JsonSubTypes.Type(value = LinearControl.class, name = "linear-control"),
})
public sealed interface AttentionMask
    permits NoMask, LearnableMask, StaticMask, SparseMask, LinearControl {

  /** The value of the one function that fits this kind of mask. */
  <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed,
      Function<SparseMask, R> sparse,
      Function<LinearControl, R> linear);

  /** This mask with every default that depends on the backbone written out. */
  AttentionMask resolved(Transformer backbone);
}
