package lamina.training;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import lamina.config.Trial;
import lamina.data.DataFolder;
import lamina.data.task.TaskData;
import lamina.model.attention.AttentionForm;

/**
 * Where, when and with what a trial was trained: {@code provenance.json}. None of it is identity.
 */
record Provenance(
    String commit,
    boolean dirty,
    String java,
    String djl,
    String libtorch,
    String device,
    int threads,
    boolean flushToZero,
    String attention,
    Map<String, String> dataChecksums,
    String host,
    String os,
    String cpu,
    String started,
    String ended,
    double secondsTotal,
    double secondsInSteps) {

  static AttentionForm form(Trial trial) {
    var experiment = trial.experiment();
    long examples = experiment.training().batch();
    boolean hidesPairs =
        experiment
            .task()
            .fold(
                classification -> false,
                moments -> false,
                captioning -> captioning.captioner().fold(swinBert -> true, adapter -> false));
    return hidesPairs
        ? AttentionForm.ofPairs(experiment.backbone(), examples, experiment.maskShape())
        : AttentionForm.of(
            experiment.mask(), experiment.backbone(), examples, experiment.maskShape());
  }

  /** What stays the same for all trials of a worker. */
  record Circumstances(
      String commit,
      boolean dirty,
      String host,
      String cpu,
      DataFolder data,
      ComputeDevice device) {

    static Circumstances of(ComputeDevice device, DataFolder data) {
      Path home = Path.of(System.getProperty("lamina.home", "."));
      String commit = Machine.git(home, "rev-parse", "HEAD");
      boolean dirty = !Machine.git(home, "status", "--porcelain", "--untracked-files=no").isBlank();
      return new Circumstances(
          commit.isBlank() ? "unknown" : commit,
          dirty,
          Machine.host(),
          Machine.cpu(),
          data,
          device);
    }

    /**
     * SHA-256 of what the trial is trained on.
     *
     * @throws lamina.data.DataException where it is missing
     */
    SortedMap<String, String> checksums(Trial trial) {
      return new TaskData(trial.experiment().task(), data).sources();
    }

    Provenance over(
        Trial trial,
        SortedMap<String, String> dataChecksums,
        Instant started,
        Instant ended,
        double secondsInSteps) {
      return new Provenance(
          commit,
          dirty,
          Runtime.version() + " " + System.getProperty("java.vendor"),
          Engine.getDjlVersion(),
          Engine.getInstance().getVersion(),
          device.name(),
          device.threads(),
          device.flushesToZero(),
          form(trial).written(),
          dataChecksums,
          host,
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          cpu,
          started.toString(),
          ended.toString(),
          (ended.toEpochMilli() - started.toEpochMilli()) / 1000.0,
          secondsInSteps);
    }
  }
}
