package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.GarmentCaptions;
import lamina.config.Generation;
import lamina.config.ImagesAndSounds;
import lamina.config.Json;
import lamina.config.LlamaAdapter;
import lamina.config.Normalisation;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.Safetensors;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.TinyData;
import lamina.data.language.TinyLanguageModel;
import lamina.data.task.TaskData;
import lamina.data.text.Vocabulary;
import lamina.mask.MaskFusion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedDecoderTest {
  private static final GarmentCaptions DATA =
      new GarmentCaptions(6, 3, 3, new ImagesAndSounds(), 0.25, 26, 0);

  @TempDir Path temporary;
  private DataFolder data;
  private TinyLanguageModel model;
  private List<String> words;

  @BeforeEach
  void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(temporary.resolve("data"));
    words =
        TaskData.captions(DATA, Split.TRAIN, data).captions().stream()
            .flatMap(caption -> Vocabulary.words(caption).stream())
            .filter(word -> word.matches("[a-z]+"))
            .distinct()
            .toList();
    model = new TinyLanguageModel(data, "tiny", words);
  }

  private Trial trial() throws IOException {
    return Trial.of(
        new Experiment<>(
            new Captioning(
                DATA, new LlamaAdapter(model.declared(), 1, 12), new Generation(2, 0), 1),
            new FeatureTokens(true),
            new Transformer(1, 2, 8, 16, 0.1, Activation.GELU, Normalisation.PRE),
            SmallTrial.mask(MaskFusion.ADD),
            new Training(
                3,
                4,
                new AdamW(1e-2, 0.01, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                1,
                Selection.LAST,
                new Stopping.Never())),
        5);
  }

  private Outcome.Completed train(Trial trial, String store) throws IOException {
    RunFolder folder = SmallTrial.folder(temporary.resolve(store), trial);
    Files.createDirectories(folder.path());
    try (TrainingRun run =
        new TrainingRun(trial, folder, data, Device.cpu(), (share, loss) -> {})) {
      return run.run();
    }
  }

  private void refused(String message) {
    assertThatThrownBy(() -> train(trial(), "refused"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTrialTrainsTheAdapterAndSpeaksInTheModelsWords() throws IOException {
    byte[] files = Files.readAllBytes(model.folder().resolve("model.safetensors"));
    Outcome.Completed outcome = train(trial(), "first");
    RunFolder folder = SmallTrial.folder(temporary.resolve("first"), trial());
    List<JsonNode> epochs = Files.readAllLines(folder.metrics()).stream().map(Json::parse).toList();
    assertThat(outcome.metrics()).containsKey("test/cider-plain");
    assertThat(epochs).hasSize(3);
    Map<String, Safetensors.Tensor> trained = Safetensors.read(folder.parameters()).tensors();
    assertThat(trained.keySet()).contains("adapter.layer-1.gates").noneMatch(this::isTheModels);
    assertThat(trained.get("adapter.layer-1.gates").values()).doesNotContain(0);
    JsonNode captions = Json.parse(Files.readString(folder.predicted("captions.json")));
    assertThat(captions).hasSize(3);
    for (JsonNode caption : captions) {
      assertThat(Arrays.asList(caption.get(0).asText().split(" ")))
          .hasSizeLessThan(12)
          .allMatch(word -> word.isEmpty() || words.contains(word));
    }
    assertThat(data.path().resolve("pretrained")).doesNotExist();
    assertThat(model.folder().resolve("model.safetensors")).hasBinaryContent(files);
    assertThat(train(trial(), "again")).isEqualTo(outcome);
  }

  private boolean isTheModels(String tensor) {
    return tensor.startsWith("model.") || tensor.startsWith("lm_head.");
  }

  @Test
  void otherWeightsAreAnotherTrialWithOtherNumbers() throws IOException {
    Trial before = trial();
    Outcome.Completed outcome = train(before, "before");
    model.weights(1);
    assertThat(trial().id()).isNotEqualTo(before.id());
    assertThat(train(trial(), "after").metrics().get("test/loss"))
        .isNotEqualTo(outcome.metrics().get("test/loss"));
    assertThatThrownBy(() -> train(before, "stale"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got " + model.declared().checksum());
  }

  @Test
  void theCommandLooksAtTheFilesBeforeAnyWorkAndNotesTheirChecksum() throws IOException {
    Trial trial = trial();
    TaskData task = new TaskData(trial.experiment().task(), data);
    assertThat(task.sources()).containsEntry("language-models/tiny", model.declared().checksum());
    model.weights(1);
    assertThatThrownBy(() -> task.require(line -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the checksum of its files must be");
  }

  @Test
  void aModelThatIsNoLlamaIsRefused() throws IOException {
    model.replace("config.json", "\"llama\"", "\"gpt2\"");
    refused(model.folder().resolve("config.json") + ": model_type must be llama, got \"gpt2\"");
    model.replace("config.json", "\"gpt2\"", "\"llama\"");
    model.replace("config.json", "\"intermediate_size\" : 12", "\"intermediate_size\" : 16");
    refused(
        model.folder()
            + " must have a tensor model.layers.0.mlp.gate_proj.weight of shape (16, 8), got (12, 8)");
  }
}
