package lamina.data.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.PretrainedDecoder;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.text.Tokenizer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelFilesTest {
  private static final int UNKNOWN = 0;
  private static final int END = 1;
  private static final int BEGIN = 2;

  @TempDir Path home;
  private TinyLanguageModel model;

  @BeforeEach
  void write() throws IOException {
    model = new TinyLanguageModel(new DataFolder(home), "tiny", List.of("a", "cat", "dog", "runs"));
  }

  private LanguageModelFiles open(PretrainedDecoder declared) {
    return LanguageModelFiles.open(declared, model.data());
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(DataException.class).hasMessage(message);
  }

  @Test
  void aCaptionIsNumbersOfTheModelsTokensBetweenItsBeginAndItsEnd() throws IOException {
    try (Tokenizer tokenizer = open(model.declared()).tokenizer()) {
      assertThat(tokenizer.size()).isEqualTo(7);
      assertThat(tokenizer.begin()).isEqualTo(BEGIN);
      assertThat(tokenizer.end()).isEqualTo(END);
      int[] encoded = tokenizer.encode("A dog flies", 7);
      assertThat(encoded).containsExactly(BEGIN, 3, 5, UNKNOWN, END, END, END);
      assertThat(tokenizer.length(encoded)).isEqualTo(5);
      assertThat(tokenizer.decode(encoded)).isEqualTo("a dog");
      assertThat(tokenizer.decode(new int[] {5, 6})).isEqualTo("dog runs");
      assertThat(tokenizer.decode(new int[0])).isEmpty();
      assertThat(tokenizer.token(5)).isEqualTo("dog");
      assertThat(tokenizer.token(BEGIN)).isEqualTo("<s>");
    }
  }

  @Test
  void aLongCaptionKeepsItsEnd() throws IOException {
    try (Tokenizer tokenizer = open(model.declared()).tokenizer()) {
      assertThat(tokenizer.encode("a cat runs", 4)).containsExactly(BEGIN, 3, 4, END);
      assertThat(tokenizer.encode("a </s> cat", 5)).containsExactly(BEGIN, 3, 4, END, END);
      assertThatThrownBy(() -> tokenizer.encode("a", 1))
          .isInstanceOf(ConfigException.class)
          .hasMessage("the length of a caption must be at least 2, got 1");
      assertThatThrownBy(() -> tokenizer.decode(new int[] {7}))
          .isInstanceOf(ConfigException.class)
          .hasMessage("a token's number must be from 0 to 6, got 7");
    }
  }

  @Test
  void oneTokenMayBeginAndEndAndAnotherPad() throws IOException {
    model.replace("config.json", "\"bos_token_id\" : 2", "\"bos_token_id\" : 1");
    model.replace(
        "config.json", "\"eos_token_id\" : 1", "\"eos_token_id\" : [1, 2], \"pad_token_id\" : 0");
    try (Tokenizer tokenizer = open(model.declared()).tokenizer()) {
      int[] encoded = tokenizer.encode("cat", 4);
      assertThat(encoded).containsExactly(END, 4, END, UNKNOWN);
      assertThat(tokenizer.length(encoded)).isEqualTo(3);
      assertThat(tokenizer.decode(encoded)).isEqualTo("cat");
    }
  }

  @Test
  void otherFilesThanTheDeclaredOnesAreRefusedWithTheirChecksum() throws IOException {
    PretrainedDecoder declared = model.declared();
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      byte[] right = Files.readAllBytes(model.folder().resolve(file));
      Files.writeString(model.folder().resolve(file), " ");
      refused(
          "%s: the checksum of its files must be %s, got %s"
              .formatted(model.folder(), declared.checksum(), model.declared().checksum()),
          () -> open(declared));
      Files.write(model.folder().resolve(file), right);
    }
    assertThat(open(declared).folder()).isEqualTo(model.folder());
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    PretrainedDecoder declared = model.declared();
    String card = "; docs/captions-official-files.md says which files go there";
    Files.delete(model.folder().resolve("model.safetensors"));
    refused(
        model.folder() + " must have a file *.safetensors, has none" + card, () -> open(declared));
    Files.delete(model.folder().resolve("config.json"));
    refused(model.folder().resolve("config.json") + " is missing" + card, () -> open(declared));
    refused(
        home.resolve("language-models/other/config.json") + " is missing" + card,
        () -> open(new PretrainedDecoder("other", declared.checksum(), 2)));
  }

  @Test
  void filesThatDoNotFitEachOtherAreRefused() throws IOException {
    PretrainedDecoder deeper = new PretrainedDecoder("tiny", model.declared().checksum(), 3);
    Path config = model.folder().resolve("config.json");
    Path tokenizer = model.folder().resolve("tokenizer.json");
    refused(
        config + ": num_hidden_layers must be 3 as task.captioner.decoder.layers, got 2",
        () -> open(deeper));
    model.replace("config.json", "\"eos_token_id\" : 1", "\"eos_token_id\" : 7");
    refused(
        config + ": eos_token_id must be from 0 to 6, below vocab_size, got 7",
        () -> open(model.declared()).tokenizer());
    model.replace("config.json", "\"eos_token_id\" : 7", "\"eos\" : 1");
    refused(
        config + ": eos_token_id must be from 0 to 6, below vocab_size, got none",
        () -> open(model.declared()).tokenizer());
    model.replace("config.json", "\"eos\" : 1", "\"eos_token_id\" : 1");
    model.replace("config.json", "\"vocab_size\" : 7", "\"vocab_size\" : 6");
    refused(
        tokenizer + ": numbers of tokens must be below vocab_size 6 of config.json, got 6",
        () -> open(model.declared()).tokenizer());
  }

  @Test
  void aTokenizerThatIsNoneIsNamed() throws IOException {
    Path file = model.folder().resolve("tokenizer.json");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> open(model.declared()).tokenizer())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": not JSON");
    Files.writeString(file, "{\"model\": {\"type\": \"none\", \"vocab\": {}}}");
    assertThatThrownBy(() -> open(model.declared()).tokenizer())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " cannot be read as a tokenizer: ");
  }
}
