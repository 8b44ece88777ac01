package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.require;

import java.util.function.Function;

/**
 * A language model in LLaMA's shape that a user brings, with its own tokenizer, in the files of
 * Hugging Face: docs/captions-official-files.md says where they lie.
 *
 * @param name of the folder that they lie in; letters, digits, dots, dashes and underscores
 * @param checksum SHA-256 over those of the files that change a number: config.json, the weights
 *     and tokenizer.json
 * @param layers at least 1
 */
public record PretrainedDecoder(String name, String checksum, int layers) implements LanguageModel {

  public PretrainedDecoder {
    require(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
        "task.captioner.decoder.name",
        "be letters, digits, dots, dashes and underscores",
        "'" + name + "'");
    require(
        checksum.matches("[0-9a-f]{64}"),
        "task.captioner.decoder.checksum",
        "be 64 hexadecimal digits",
        "'" + checksum + "'");
    atLeast(1, "task.captioner.decoder.layers", layers);
  }

  @Override
  public <R> R fold(
      Function<FrozenDecoder, R> frozenDecoder, Function<PretrainedDecoder, R> pretrainedDecoder) {
    return pretrainedDecoder.apply(this);
  }

  @Override
  public PretrainedDecoder smoke() {
    return this;
  }
}
