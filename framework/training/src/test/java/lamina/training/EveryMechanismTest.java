package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lamina.config.AttentionMask;
import lamina.config.Classification;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.MaskedAttention;
import lamina.config.MomentRetrieval;
import lamina.config.PaddingOrder;
import lamina.config.Pooling;
import lamina.config.QdDetr;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.cost.Cost;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mechanism in every place: refused where it is declared, or trained. */
class EveryMechanismTest {
  private static final int LAYERS = 3;

  private static final String CROSS =
      "mask must be one for cross-attention (trait cross)"
          + " for QD-DETR's attention from clips to words, got ";

  private static final String LEAKS =
      "mask must leak nothing of what is hidden (trait causal) for %s, got %s";

  /** Messages by places and mechanisms: whatever is not here is trained. */
  private static final Map<String, Map<String, String>> REFUSED =
      Map.of(
          "classification, mean",
          Map.of(),
          "classification, class token",
          Map.of(),
          "QD-DETR, cross-attention",
          Map.of(
              "sparse", CROSS + "sparse",
              "alibi", CROSS + "alibi",
              "bottleneck-fusion", CROSS + "bottleneck-fusion"),
          "QD-DETR, cross-attention, padding as in the official code",
          Map.of(
              "sparse", CROSS + "sparse",
              "alibi", CROSS + "alibi",
              "bottleneck-fusion", CROSS + "bottleneck-fusion",
              "routing-transformer",
                  LEAKS.formatted(
                      "QD-DETR's attention from clips to words", "routing-transformer")),
          "QD-DETR, self-attention",
          Map.of(
              "bottleneck-fusion",
              "mask must have two modalities or more to fuse in QD-DETR's encoder,"
                  + " got bottleneck-fusion"),
          "Moment-DETR",
          Map.of(),
          "SwinBERT",
          Map.of(
              "bottleneck-fusion",
              LEAKS.formatted("SwinBERT's encoder", "bottleneck-fusion"),
              "routing-transformer",
              LEAKS.formatted("SwinBERT's encoder", "routing-transformer")),
          "LLaMA-Adapter",
          Map.of());

  @TempDir static Path home;
  @TempDir Path temporary;
  private static DataFolder data;

  @BeforeAll
  static void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(home);
  }

  private static Map<String, Experiment<AttentionMask>> places() {
    Map<String, Experiment<AttentionMask>> places = new LinkedHashMap<>();
    Experiment<AttentionMask> classifier = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0).experiment();
    for (Pooling pooling : Pooling.values()) {
      Classification task = (Classification) classifier.task();
      places.put(
          "classification, " + pooling.written().replace('-', ' '),
          classifier.withTask(new Classification(task.data(), pooling)));
    }
    Experiment<AttentionMask> detector = SmallMoments.momentDetr(1).experiment();
    MomentRetrieval moments = (MomentRetrieval) detector.task();
    for (MaskedAttention masked : MaskedAttention.values()) {
      QdDetr qdDetr = new QdDetr(4, 2, masked, PaddingOrder.CORRECTED);
      places.put("QD-DETR, " + masked.written(), detector.withTask(moments.withDetector(qdDetr)));
    }
    places.put(
        "QD-DETR, cross-attention, padding as in the official code",
        detector.withTask(
            moments.withDetector(
                new QdDetr(4, 2, MaskedAttention.CROSS_ATTENTION, PaddingOrder.OFFICIAL))));
    places.put("Moment-DETR", detector);
    places.put("SwinBERT", SmallCaptions.greedySwinBert(SmallTrial.NONE, 1).experiment());
    places.put("LLaMA-Adapter", SmallCaptions.adapter(SmallTrial.NONE, 1).experiment());
    places.replaceAll((name, at) -> at.withBackbone(at.backbone().withLayers(LAYERS)));
    return places;
  }

  @Test
  void noKindIsLeftOut() {
    assertThat(Mechanisms.all().values().stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(Mechanisms.kinds().toList());
  }

  @Test
  void whatIsRefusedIsRefusedWhereItIsDeclaredAndSaysWhy() {
    Map<String, Map<String, String>> refused = new LinkedHashMap<>();
    places()
        .forEach(
            (place, experiment) -> {
              Map<String, String> messages = new LinkedHashMap<>();
              Mechanisms.all()
                  .forEach(
                      (name, mask) -> {
                        try {
                          experiment.with(mask);
                        } catch (ConfigException e) {
                          messages.put(name, e.getMessage());
                        }
                      });
              refused.put(place, messages);
            });
    assertThat(refused).isEqualTo(REFUSED);
  }

  static List<String> mechanisms() {
    return List.copyOf(Mechanisms.all().keySet());
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("mechanisms")
  void isTrainedInEveryPlaceThatTakesIt(String mechanism) throws IOException {
    for (String place : places().keySet()) {
      if (!REFUSED.get(place).containsKey(mechanism)) {
        assertTrained(mechanism, place);
      }
    }
  }

  /** What it has learned is of the counted size, and all numbers are numbers. */
  private void assertTrained(String mechanism, String place) throws IOException {
    AttentionMask mask = Mechanisms.all().get(mechanism);
    Trial trial = Trial.of(places().get(place).with(mask), 1);
    Experiment<?> experiment = trial.experiment();
    Cost cost = Cost.of(experiment, MeasureCosts.language(experiment.task(), data));
    Outcome.Completed outcome = train(trial);
    assertThat(outcome.parameters()).as(place).isEqualTo(cost.trainable());
    assertThat(outcome.metrics().values()).as(place).allMatch(Double::isFinite);
    assertThat(outcome.metrics())
        .as(place)
        .containsKeys("training/loss", "test/" + experiment.task().mainMetric());
    assertThat(SmallTrial.folder(temporary, trial).parameters()).as(place).isNotEmptyFile();
  }

  private Outcome.Completed train(Trial trial) throws IOException {
    RunFolder folder = SmallTrial.folder(temporary, trial);
    Files.createDirectories(folder.path());
    try (TrainingRun run =
        new TrainingRun(trial, folder, data, Device.cpu(), (share, loss) -> {})) {
      return run.run();
    }
  }
}
