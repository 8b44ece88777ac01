package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.Experiment;
import lamina.config.MaskedAttention;
import lamina.config.MomentRetrieval;
import lamina.config.PaddingOrder;
import lamina.config.QdDetr;
import lamina.config.Training;
import lamina.config.Trial;
import lamina.config.border.RunFolder;
import lamina.config.border.Safetensors;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mask.LayerChoice;
import lamina.mask.OnLayers;
import lamina.mask.SparseMask;
import lamina.zoo.MixtureOfHead;
import lamina.zoo.RoutingTransformer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What mechanisms add to the loss, in trials of a single step: the loss is that of the start. */
class MechanismLossTest {
  private static final String LOSS = "training/loss";
  private static final String BALANCE = "training/term.balance";

  @TempDir static Path home;
  @TempDir Path temporary;
  private static DataFolder data;

  @BeforeAll
  static void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(home);
  }

  /** The last one's negatives are encoded in the same step, whose terms must not be there. */
  static Stream<Experiment<AttentionMask>> tasks() {
    Experiment<AttentionMask> detector = SmallMoments.momentDetr(1).experiment();
    MomentRetrieval moments = (MomentRetrieval) detector.task();
    return Stream.concat(
        tasksOfAnyMask(),
        Stream.of(MaskedAttention.values())
            .map(masked -> new QdDetr(4, 2, masked, PaddingOrder.CORRECTED))
            .map(qdDetr -> detector.withTask(moments.withDetector(qdDetr))));
  }

  /** Those where attention is among the tokens themselves. */
  static Stream<Experiment<AttentionMask>> tasksOfAnyMask() {
    return Stream.of(
        SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0).experiment(),
        SmallMoments.momentDetr(1).experiment(),
        SmallCaptions.greedySwinBert(SmallTrial.NONE, 1).experiment(),
        SmallCaptions.adapter(SmallTrial.NONE, 1).experiment());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aTermIsInTheLossAndInTheMetrics(Experiment<AttentionMask> experiment) throws IOException {
    SortedMap<String, Double> with = train(experiment.with(new MixtureOfHead(1, 1, 0.5)));
    SortedMap<String, Double> without = train(experiment.with(new MixtureOfHead(1, 1, 0)));
    assertThat(with.get(BALANCE)).isBetween(0.1, 1.0);
    assertThat(without.get(BALANCE)).isZero();
    assertThat(with.get(LOSS) - without.get(LOSS)).isCloseTo(with.get(BALANCE), within(2e-6));
    assertThat(train(experiment)).doesNotContainKey(BALANCE);
  }

  /** All but SwinBERT, whose hidden pairs clusters would lead around. */
  static Stream<Experiment<AttentionMask>> tasksWithoutHiddenPairs() {
    return tasksOfAnyMask()
        .filter(experiment -> experiment.place().pairs() == lamina.config.Place.Pairs.SEEN);
  }

  @ParameterizedTest
  @MethodSource("tasksWithoutHiddenPairs")
  void aTermOfClustersIsInTheLossToo(Experiment<AttentionMask> experiment) throws IOException {
    SortedMap<String, Double> with = train(experiment.with(routing(0.5)));
    SortedMap<String, Double> without = train(experiment.with(routing(0)));
    double term = with.get("training/term.commitment");
    assertThat(term).isPositive();
    assertThat(with.get(LOSS) - without.get(LOSS)).isCloseTo(term, within(2e-6));
  }

  private static RoutingTransformer routing(double commitment) {
    return new RoutingTransformer(2, 3, 0, 0.9, commitment, false);
  }

  @ParameterizedTest
  @MethodSource("tasksOfAnyMask")
  void thePenaltyOfASparseMaskIsInTheLossOfEveryTask(Experiment<AttentionMask> experiment)
      throws IOException {
    for (LayerChoice choice : new LayerChoice[] {LayerChoice.all(), LayerChoice.last()}) {
      AttentionMask penalised = new OnLayers(new SparseMask(0.5, false), choice);
      AttentionMask free = new OnLayers(new SparseMask(0, false), choice);
      Trial trial = trial(experiment.with(penalised));
      double more = train(trial).get(LOSS) - train(experiment.with(free)).get(LOSS);
      double expected = 0.5 * sparsity(folder(trial));
      assertThat(more).as(choice.written()).isCloseTo(expected, within(2e-6));
    }
  }

  /** The mean over T² of sigmoid(W) without its diagonal; W has moved by next to nothing. */
  private static double sparsity(RunFolder run) throws IOException {
    Map<String, Safetensors.Tensor> model = Safetensors.read(run.parameters()).tensors();
    String name =
        model.keySet().stream()
            .filter(one -> one.endsWith("mask.matrix"))
            .findFirst()
            .orElseThrow();
    float[] matrix = model.get(name).values();
    int tokens = (int) model.get(name).shape()[0];
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      sum += i / tokens == i % tokens ? 0 : 1 / (1 + Math.exp(-matrix[i]));
    }
    return sum / matrix.length;
  }

  private SortedMap<String, Double> train(Experiment<? extends AttentionMask> experiment)
      throws IOException {
    return train(trial(experiment));
  }

  private SortedMap<String, Double> train(Trial trial) throws IOException {
    RunFolder folder = folder(trial);
    Files.createDirectories(folder.path());
    try (TrainingRun run =
        new TrainingRun(trial, folder, data, Device.cpu(), (share, loss) -> {})) {
      return run.run().metrics();
    }
  }

  /** One step over all examples, at a learning rate that moves nothing. */
  private static Trial trial(Experiment<? extends AttentionMask> experiment) {
    Training given = experiment.training();
    return Trial.of(
        experiment.withTraining(
            new Training(
                1,
                48,
                new AdamW(1e-12, 0, 0.9, 0.999, 1e-8),
                given.schedule(),
                given.clipNorm(),
                given.selection(),
                given.stopping())),
        1);
  }

  private RunFolder folder(Trial trial) {
    return SmallTrial.folder(temporary, trial);
  }
}
