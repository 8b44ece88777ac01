package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import lamina.config.AttentionMask;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.GarmentPictures;
import lamina.config.ImageFolder;
import lamina.config.LabelledFiles;
import lamina.config.Pooling;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.Safetensors;
import lamina.data.DataFolder;
import lamina.data.ImageIndex;
import lamina.data.TinyData;
import lamina.data.images.AddImages;
import lamina.data.images.TinyImages;
import lamina.data.own.AddFolder;
import lamina.data.own.OwnFiles;
import lamina.mask.FrozenMask;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.ShuffledMask;
import lamina.mask.StaticMask;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruths;
import lamina.metric.moments.MomentEvaluation;
import lamina.metric.moments.Prediction;
import lamina.metric.moments.Predictions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  @TempDir Path temporary;
  private DataFolder data;

  @BeforeEach
  void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(temporary.resolve("data"));
  }

  @Test
  void theSameTrialEndsInTheSameBitsWhateverRanBefore() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY), 3, 1e-3, 1);
    Outcome first = train(trial, "first");
    train(SmallTrial.of(SmallTrial.NONE, 2, 1e-3, 9), "other");
    assertThat(train(trial, "again")).isEqualTo(first);
    assertThat(Files.readAllBytes(folder("again", trial).parameters()))
        .isEqualTo(Files.readAllBytes(folder("first", trial).parameters()));
  }

  @Test
  void ownFilesAreLearnedAndEndInTheSameBitsAgain() throws IOException {
    Trial trial = SmallTrial.of(ownFiles(), SmallTrial.mask(MaskFusion.ADD), 12, 1e-2, 1);
    Outcome.Completed first = train(trial, "first");
    assertThat(first.metrics()).containsEntry("test/accuracy", 1.0);
    assertThat(train(trial, "again")).isEqualTo(first);
    assertThat(Files.readAllBytes(folder("again", trial).parameters()))
        .isEqualTo(Files.readAllBytes(folder("first", trial).parameters()));
  }

  private LabelledFiles ownFiles() throws IOException {
    return new AddFolder(OwnFiles.in(temporary.resolve("own")), 40, 8000, 500)
        .run(data, line -> {})
        .data();
  }

  @Test
  void anotherSeedEndsInOtherBits() throws IOException {
    Outcome one = train(SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 1), "one");
    assertThat(train(SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 2), "two")).isNotEqualTo(one);
  }

  @Test
  void aTrialStoppedAnywhereEndsAsAnUninterruptedOne() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.mask(MaskFusion.ADD), 4, 1e-3, 3);
    Outcome whole = train(trial, "whole");
    List<String> lines = Files.readAllLines(folder("whole", trial).metrics());
    for (int steps = 1; steps < 4 * 6; steps += 5) {
      String store = "stopped-" + steps;
      int allowed = steps;
      int[] done = {0};
      assertThatThrownBy(() -> train(trial, store, (share, loss) -> stopAfter(allowed, done)))
          .hasMessage("stopped");
      assertThat(train(trial, store)).isEqualTo(whole);
      assertThat(Files.readAllLines(folder(store, trial).metrics())).isEqualTo(lines);
      assertThat(Files.readAllBytes(folder(store, trial).parameters()))
          .isEqualTo(Files.readAllBytes(folder("whole", trial).parameters()));
    }
  }

  @Test
  void everyPlacementOfAMaskIsTrainedOnPicturesAndHasItsDiagnostics() throws IOException {
    for (MaskPlacement placement : MaskPlacement.values()) {
      LearnableMask mask = SmallTrial.mask(MaskFusion.MULTIPLY).withPlacement(placement);
      Trial trial = SmallTrial.pictures(mask, 2);
      Outcome.Completed first = train(trial, "pictures");
      assertThat(first.metrics()).containsKeys("test/accuracy", "test/mask.drift/layer-2");
      assertThat(train(trial, "again")).isEqualTo(first);
    }
  }

  @Test
  void picturesOfAFolderAreLearnedAndATrialStoppedAnywhereEndsInTheSameBits() throws IOException {
    Path root = TinyImages.in(temporary.resolve("tiny"), "train", "val");
    ImageIndex index = new AddImages(root, "tiny", 2).run(data, line -> {});
    ImageFolder images = new ImageFolder(index.checksum(), 3, 16, Integer.MAX_VALUE);
    Trial trial =
        SmallTrial.pictures(
            new Classification(images, Pooling.CLASS_TOKEN),
            8,
            SmallTrial.mask(MaskFusion.MULTIPLY),
            12);
    assertThat(train(trial, "learned").metrics().get("test/accuracy")).isGreaterThan(0.9);
    assertSameBitsAgain(trial);
  }

  @Test
  void mixedPicturesAndSkippedBranchesAreTheSameInATrialThatIsStopped() throws IOException {
    GarmentPictures garments = new GarmentPictures(48, 16, 16, 0);
    Classification task = new Classification(garments, Pooling.CLASS_TOKEN, 0.1, 0.8, 1);
    Trial trial = SmallTrial.pictures(task, 14, SmallTrial.mask(MaskFusion.ADD), 3);
    Experiment<AttentionMask> given = trial.experiment();
    assertSameBitsAgain(
        Trial.of(given.withBackbone(given.backbone().withDropPath(0.2)), trial.seed()));
    List<SortedMap<String, Double>> metrics = new ArrayList<>();
    for (Trial other :
        List.of(
            trial,
            Trial.of(given.withBackbone(given.backbone().withDropPath(0.2)), trial.seed()),
            SmallTrial.pictures(
                new Classification(garments, Pooling.CLASS_TOKEN, 0, 0.8, 1), 14, given.mask(), 3),
            SmallTrial.pictures(
                new Classification(garments, Pooling.CLASS_TOKEN, 0.1, 0, 0), 14, given.mask(), 3),
            SmallTrial.pictures(given.mask(), 3))) {
      metrics.add(train(other, "all").metrics());
    }
    assertThat(metrics).as("each of them matters").doesNotHaveDuplicates();
  }

  private void assertSameBitsAgain(Trial trial) throws IOException {
    Outcome.Completed whole = train(trial, "whole");
    for (int steps = 1; steps < 12; steps += 4) {
      String store = "stopped-" + steps;
      int allowed = steps;
      int[] done = {0};
      assertThatThrownBy(() -> train(trial, store, (share, loss) -> stopAfter(allowed, done)))
          .hasMessage("stopped");
      assertThat(train(trial, store)).isEqualTo(whole);
      assertThat(Files.readAllBytes(folder(store, trial).parameters()))
          .isEqualTo(Files.readAllBytes(folder("whole", trial).parameters()));
    }
  }

  @Test
  void momentRetrievalStoppedAnywhereEndsAsAnUninterruptedOne() throws IOException {
    for (Trial trial : List.of(SmallMoments.qdDetr(2), SmallMoments.momentDetr(2))) {
      Outcome whole = train(trial, "whole");
      for (int steps = 1; steps < 2 * 3; steps += 2) {
        int allowed = steps;
        int[] done = {0};
        String store = "stopped-" + steps;
        assertThatThrownBy(() -> train(trial, store, (share, loss) -> stopAfter(allowed, done)))
            .hasMessage("stopped");
        assertThat(train(trial, store)).isEqualTo(whole);
      }
    }
  }

  @Test
  void momentsArePredictedInTheFormatThatTheMetricsAreComputedFrom() throws IOException {
    Trial trial = SmallMoments.qdDetr(1);
    Outcome.Completed outcome = (Outcome.Completed) train(trial, "moments");
    RunFolder run = folder("moments", trial);
    List<Prediction> predictions = Predictions.read(run.predicted("predictions.jsonl"));
    List<GroundTruth> truths = GroundTruths.read(run.predicted("ground-truth.jsonl"));
    assertThat(predictions).hasSize(8);
    assertThat(predictions.get(0).windows()).hasSize(4);
    MomentEvaluation evaluation =
        MomentEvaluation.of(predictions, truths, new MomentEvaluation.Options(false, false));
    assertThat(evaluation.metrics()).containsKey("mr-map");
    evaluation
        .metrics()
        .forEach(
            (name, value) -> assertThat(outcome.metrics()).containsEntry("test/" + name, value));
  }

  @Test
  void aTrainingThatDivergesEndsAtOnce() {
    Trial trial = SmallTrial.of(SmallTrial.NONE, 50, 1e30, 0);
    assertThatThrownBy(() -> train(trial, "diverged"))
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching(
            "(loss|gradient norm) is (NaN|Infinity|-Infinity) at epoch 1, step \\d+");
  }

  @Test
  void everyEvaluationRecordsItsDiagnostics() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY), 1, 1e-3, 0);
    Outcome.Completed outcome = train(trial, "diagnostics");
    assertThat(outcome.metrics())
        .containsKeys(
            "test/accuracy",
            "test/mask.std-over-queries/layer-1",
            "test/mask.std-over-keys/layer-2",
            "test/mask.sign-flips/layer-1",
            "test/attention.entropy/layer-2");
    assertThat(outcome.metrics().get("training/loss")).isBetween(1.0, 4.0);
    assertThat(outcome.metrics().get("training/gradient-norm"))
        .isPositive()
        .isLessThan(outcome.metrics().get("training/gradient-norm-max"));
    assertThat(outcome.metrics().get("test/attention.entropy/layer-1")).isBetween(0.1, 1.0);
    assertThat(outcome.metrics().get("test/mask.sign-flips/layer-1")).isBetween(0.0, 1.0);
  }

  /** The learning rate is so small that no parameter moves by a bit that counts. */
  @Test
  void aMaskThatHasNotLearnedHasNotDrifted() throws IOException {
    Outcome.Completed still =
        train(SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY), 1, 1e-12, 0), "still");
    assertThat(still.metrics().get("test/mask.drift/layer-1")).isLessThan(1e-6);
    Outcome.Completed moved =
        train(SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY), 2, 1e-2, 0), "moved");
    assertThat(moved.metrics().get("test/mask.drift/layer-2")).isBetween(1e-2, 100.0);
    assertThat(moved.metrics()).containsKey("validation/mask.drift/layer-1");
  }

  @Test
  void aMaskThatStartsAtZeroDriftsByItsOwnSize() throws IOException {
    Trial trial = SmallTrial.of(new StaticMask(MaskFusion.ADD), 1, 1e-2, 0);
    Outcome.Completed outcome = train(trial, "zero");
    float[] matrix =
        Safetensors.read(folder("zero", trial).parameters())
            .tensors()
            .get("encoder.mask.matrix")
            .values();
    double squares = 0;
    for (float value : matrix) {
      squares += (double) value * value;
    }
    assertThat(outcome.metrics().get("test/mask.drift/layer-1"))
        .isPositive()
        .isCloseTo(Math.sqrt(squares / matrix.length), within(1e-6));
  }

  @Test
  void everyTaskTrainsBesideMasksOfNeighboursAndMasksThatStayAsTheyStarted() throws IOException {
    for (Trial trial :
        List.of(
            SmallTrial.of(SmallTrial.mask(MaskFusion.ADD), 2, 1e-2, 4),
            SmallTrial.pictures(SmallTrial.mask(MaskFusion.ADD), 2),
            SmallMoments.qdDetr(2),
            SmallMoments.momentDetr(2),
            SmallCaptions.greedySwinBert(SmallTrial.mask(MaskFusion.ADD), 2),
            SmallCaptions.adapter(SmallTrial.mask(MaskFusion.ADD), 2))) {
      LearnableMask mask = (LearnableMask) trial.experiment().mask();
      Outcome.Completed own = train(trial, "own");
      Outcome.Completed shuffled = train(with(trial, new ShuffledMask(mask)), "shuffled");
      Outcome.Completed frozen = train(with(trial, new FrozenMask(mask)), "frozen");
      Outcome.Completed none = train(with(trial, new NoMask()), "none");
      assertThat(shuffled.parameters()).isEqualTo(own.parameters());
      assertThat(frozen.parameters()).isEqualTo(none.parameters()).isLessThan(own.parameters());
      assertThat(List.of(own, shuffled, frozen, none).stream().map(o -> o.metrics()))
          .doesNotHaveDuplicates();
      assertThat(shuffled.metrics().keySet()).isEqualTo(own.metrics().keySet());
      assertThat(frozen.metrics().keySet()).isEqualTo(own.metrics().keySet());
      assertThat(train(with(trial, new ShuffledMask(mask)), "again")).isEqualTo(shuffled);
      assertThat(train(with(trial, new FrozenMask(mask)), "again")).isEqualTo(frozen);
    }
  }

  @Test
  void aTrialWithAFrozenMaskThatIsStoppedEndsAsAnUninterruptedOne() throws IOException {
    Trial trial = SmallTrial.of(new FrozenMask(SmallTrial.mask(MaskFusion.ADD)), 3, 1e-2, 4);
    Outcome whole = train(trial, "whole");
    int[] done = {0};
    assertThatThrownBy(() -> train(trial, "stopped", (share, loss) -> stopAfter(10, done)))
        .hasMessage("stopped");
    assertThat(train(trial, "stopped")).isEqualTo(whole);
  }

  @Test
  void plainAttentionHasNoDrift() throws IOException {
    Outcome.Completed outcome = train(SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0), "plain");
    assertThat(outcome.metrics()).doesNotContainKey("test/mask.drift/layer-1");
  }

  @Test
  void patienceEndsATrainingThatNoLongerImproves() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.NONE, 60, 3e-2, 0);
    Trial patient = with(trial, Selection.BEST_VALIDATION, new Stopping.Patience(3));
    Outcome.Completed stopped = train(patient, "patient");
    assertThat(stopped.epochs()).isLessThan(60).isEqualTo(stopped.selectedEpoch() + 3);
    assertThat(Files.readAllLines(folder("patient", patient).metrics())).hasSize(stopped.epochs());
  }

  @Test
  void theLastEpochIsTestedWhereItIsSelected() throws IOException {
    Trial trial = SmallTrial.of(SmallTrial.NONE, 8, 3e-2, 0);
    Outcome.Completed best = train(trial, "best");
    Outcome.Completed last = train(with(trial, Selection.LAST, new Stopping.Never()), "last");
    assertThat(best.selectedEpoch()).isLessThan(8);
    assertThat(last.selectedEpoch()).isEqualTo(8);
    assertThat(last.metrics().get("validation/accuracy"))
        .isLessThanOrEqualTo(best.metrics().get("validation/accuracy"));
  }

  @Test
  void flushingDenormalsToZeroNeverFails() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "known to work on x86-64 alone");
    for (int i = 0; i < 100; i++) {
      assertThat(FlushToZero.enable()).as("call " + i).isTrue();
    }
  }

  private static Trial with(Trial trial, AttentionMask mask) {
    return Trial.of(trial.experiment().with(mask), trial.seed());
  }

  private static Trial with(Trial trial, Selection selection, Stopping stopping) {
    Training old = trial.experiment().training();
    Training training =
        new Training(
            old.epochs(),
            old.batch(),
            old.optimizer(),
            old.schedule(),
            old.clipNorm(),
            selection,
            stopping);
    return Trial.of(trial.experiment().withTraining(training), trial.seed());
  }

  private static void stopAfter(int allowed, int[] done) {
    if (++done[0] > allowed) {
      throw new IllegalStateException("stopped");
    }
  }

  private Outcome.Completed train(Trial trial, String store) throws IOException {
    return train(trial, store, (share, loss) -> {});
  }

  private Outcome.Completed train(Trial trial, String store, TrainingRun.Progress progress)
      throws IOException {
    RunFolder folder = folder(store, trial);
    Files.createDirectories(folder.path());
    try (TrainingRun run = new TrainingRun(trial, folder, data, Device.cpu(), progress)) {
      return run.run();
    }
  }

  private RunFolder folder(String store, Trial trial) {
    return SmallTrial.folder(temporary.resolve(store), trial);
  }
}
