package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/**
 * A language model in LLaMA's shape whose weights no experiment changes. Its fields say which kind
 * it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(FrozenDecoder.class),
  @JsonSubTypes.Type(PretrainedDecoder.class),
})
public sealed interface LanguageModel permits FrozenDecoder, PretrainedDecoder {
  /** The value of the one function that fits this language model. */
  <R> R fold(
      Function<FrozenDecoder, R> frozenDecoder, Function<PretrainedDecoder, R> pretrainedDecoder);

  /** How many layers it has. */
  int layers();

  /** The same, as fast as it comes. */
  LanguageModel smoke();
}
