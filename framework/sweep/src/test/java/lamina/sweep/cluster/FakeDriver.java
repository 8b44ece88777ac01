package lamina.sweep.cluster;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.Trial;
import lamina.config.border.AtomicFile;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.WorkerMessage;

/**
 * Keeps to the driver's side of the lines without a cluster: every trial completes at once, but a
 * seed of {@value #DIES} ends the driver, and a device of {@value #REFUSED} is refused; with
 * {@value #PARTLY} one machine is left out before the run and one after.
 */
final class FakeDriver {
  static final long DIES = 100;
  static final String REFUSED = "gpu";
  static final String PARTLY = "some";

  private FakeDriver() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    ClusterSettings settings = ClusterSettings.fromLine(in.readLine());
    System.out.println("what an engine prints is no message");
    if (settings.device().equals(REFUSED)) {
      say(new ClusterReply.Refused("machine a: there is no gpu:0"));
      System.exit(2);
    }
    boolean partly = settings.device().equals(PARTLY);
    if (partly) {
      say(new ClusterReply.LeftOut("machine b: there is no gpu:0"));
    }
    say(new ClusterReply.Ready(1, 2));
    if (partly) {
      say(new ClusterReply.LeftOut("machine c: there is no gpu:0"));
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ClusterRequest request = ClusterRequest.fromLine(line);
      if (request instanceof ClusterRequest.Start start) {
        say(new ClusterReply.Heard(start.worker(), new WorkerMessage.Ready(start.device())));
      } else if (request instanceof ClusterRequest.Tell tell) {
        train(tell);
      } else {
        say(new ClusterReply.Gone(request.worker(), 0, ""));
      }
    }
  }

  private static void train(ClusterRequest.Tell tell) throws Exception {
    Trial trial = Trial.fromJson(tell.assignment().trial());
    if (trial.seed() == DIES) {
      System.err.println("out of memory");
      Runtime.getRuntime().halt(1);
    }
    RunFolder folder = new RunFolder(Path.of(tell.assignment().folder()));
    java.nio.file.Files.createDirectories(folder.path());
    AtomicFile.write(
        folder.outcome(),
        new Outcome.Completed(new TreeMap<>(Map.of("test/accuracy", 0.5)), 1, 1, 1).toJson());
    say(
        new ClusterReply.Heard(
            tell.worker(), new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.RECORDED)));
  }

  private static void say(ClusterReply reply) {
    System.out.println(reply.toLine());
  }
}
