package lamina.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.config.Captioning;
import lamina.config.GarmentCaptions;
import lamina.config.Generation;
import lamina.config.LlamaAdapter;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.data.language.TinyLanguageModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDataTest {
  @TempDir Path home;
  private DataFolder data;
  private TinyLanguageModel model;

  @BeforeEach
  void write() throws IOException {
    data = TinyData.in(home);
    model = new TinyLanguageModel(data, "tiny", List.of("a", "cat"));
  }

  private TaskData captioning() throws IOException {
    return new TaskData(
        new Captioning(
            GarmentCaptions.STANDARD,
            new LlamaAdapter(model.declared(), 1, 12),
            new Generation(1, 0),
            1),
        data);
  }

  @Test
  void aMachineNeedsOfALanguageModelWhatChangesANumber() throws IOException {
    Files.writeString(model.folder().resolve("pytorch_model.bin"), "the same once more");
    assertThat(captioning().files())
        .containsExactlyInAnyOrder(
            "language-models/tiny/config.json",
            "language-models/tiny/model.safetensors",
            "language-models/tiny/tokenizer.json",
            "garments.bin",
            "voices.bin",
            "minilm.bin");
  }

  @Test
  void aFileOfALanguageModelThatIsNotThereIsNamed() throws IOException {
    TaskData task = captioning();
    Files.delete(model.folder().resolve("tokenizer.json"));
    assertThatThrownBy(task::files)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("tokenizer.json is missing");
  }
}
