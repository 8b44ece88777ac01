package lamina.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.RunFolder;
import lamina.data.DataFolder;

/**
 * A worker that also stops trials after their first epoch and lets them go on: it trains what it
 * reads until its input ends.
 */
final class GoldenTrials {
  /** Before the assignment of a trial that is to be stopped. */
  static final String STOPPED = "stopped ";

  private GoldenTrials() {}

  /** Argument: the data folder. */
  public static void main(String[] arguments) throws IOException {
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    if (!device.flushesToZero()) {
      throw new IllegalStateException("denormal numbers are not zero here");
    }
    DataFolder data = new DataFolder(Path.of(arguments[0]));
    var circumstances = Provenance.Circumstances.of(device, data);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      boolean stopped = line.startsWith(STOPPED);
      TrialDesk desk =
          new TrialDesk(
              (trial, folder, progress) -> {
                if (stopped) {
                  stopAfterAnEpoch(trial, folder, data, device);
                }
                return train(trial, folder, data, device, progress);
              },
              circumstances,
              message -> {});
      desk.take(Assignment.fromLine(stopped ? line.substring(STOPPED.length()) : line));
    }
  }

  private static void stopAfterAnEpoch(
      Trial trial, RunFolder folder, DataFolder data, ComputeDevice device) throws IOException {
    double epoch = 1.0 / trial.experiment().training().epochs();
    try {
      train(trial, folder, data, device, (share, loss) -> stopAfter(epoch, share));
    } catch (StoppedException expected) {
      return;
    }
    throw new IllegalStateException("a trial of one epoch cannot be stopped after it");
  }

  private static void stopAfter(double epoch, double share) {
    if (share > epoch * 1.001) {
      throw new StoppedException();
    }
  }

  private static final class StoppedException extends RuntimeException {}

  private static TrialDesk.Trained train(
      Trial trial,
      RunFolder folder,
      DataFolder data,
      ComputeDevice device,
      TrainingRun.Progress progress)
      throws IOException {
    try (TrainingRun run = new TrainingRun(trial, folder, data, device.device(), progress)) {
      return new TrialDesk.Trained(run.run(), run.secondsInSteps(), run.frozenChecksum());
    }
  }
}
