package lamina.training;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import lamina.config.Trial;
import lamina.data.DataFolder;
import lamina.data.task.TaskData;
import lamina.mechanism.Buildable;
import lamina.mechanism.Built;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Site;
import lamina.model.Declaration;

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

  /** The form of attention that the mechanism has in a batch of the training's size. */
  static String form(Trial trial) {
    var experiment = trial.experiment();
    Site site =
        Site.of(
            experiment.place(),
            experiment.backbone(),
            EncoderStyle.of(experiment.backbone()),
            experiment.mask().traits());
    Built built = Buildable.of(experiment.mask()).in(new Declaration(), site);
    return built.form(experiment.training().batch());
  }

  /** The same; empty where the mechanism throws, which is the trial's outcome already. */
  private static String formOrNone(Trial trial) {
    try {
      return form(trial);
    } catch (Throwable e) {
      return "";
    }
  }

  /** What the worker was built of: as it was told, where it was shipped to this machine. */
  private record Source(String commit, boolean dirty) {
    static Source ofThisProcess() {
      String told = System.getProperty("lamina.commit");
      if (told != null) {
        return new Source(told, Boolean.getBoolean("lamina.dirty"));
      }
      Path home = Path.of(System.getProperty("lamina.home", "."));
      String commit = Machine.git(home, "rev-parse", "HEAD");
      String changes = Machine.git(home, "status", "--porcelain", "--untracked-files=no");
      return new Source(commit.isBlank() ? "unknown" : commit, !changes.isBlank());
    }
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
      Source source = Source.ofThisProcess();
      return new Circumstances(
          source.commit(), source.dirty(), Machine.host(), Machine.cpu(), data, device);
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
          formOrNone(trial),
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
