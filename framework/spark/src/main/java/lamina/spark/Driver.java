package lamina.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import lamina.config.ConfigException;
import lamina.sweep.RunException;
import lamina.sweep.cluster.ClusterReply;
import lamina.sweep.cluster.ClusterRequest;
import lamina.sweep.cluster.ClusterSettings;

/**
 * The process between a command and Spark: reads settings and then requests on standard input,
 * answers on standard output. When its input ends it ends too, and the application with it.
 */
public final class Driver {
  private static final int BAD_INPUT = 2;
  private static final int GOODBYE_MILLIS = 5000;

  private final PrintStream messages;
  private final AtomicReference<SparkLauncher> launcher = new AtomicReference<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private boolean refused;

  private Driver(PrintStream messages) {
    this.messages = messages;
  }

  /** Takes no arguments: a command line can be read by everybody on the machine. */
  public static void main(String[] arguments) throws IOException {
    PrintStream messages = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String settings = in.readLine();
    Driver driver = new Driver(messages);
    new Thread(() -> driver.listen(in), "requests").start();
    driver.run(ClusterSettings.fromLine(settings));
  }

  private void run(ClusterSettings settings) {
    try {
      SparkLauncher started = new SparkLauncher(settings, this::leaveOut, this::refuse);
      launcher.set(started);
      ClusterReply.Ready what = started.await();
      ready.countDown();
      say(what);
    } catch (ConfigException | RunException e) {
      refuse(e.getMessage());
    } catch (IOException e) {
      refuse("the cluster's driver cannot start: " + e);
    } catch (InterruptedException e) {
      leave(BAD_INPUT);
    }
  }

  private void listen(BufferedReader in) {
    try {
      String line = in.readLine();
      if (line != null) {
        ready.await();
        Service service = new Service(launcher.get(), this::say);
        for (; line != null; line = in.readLine()) {
          service.take(ClusterRequest.fromLine(line));
        }
      }
    } catch (IOException | InterruptedException commandGone) {
      // the same as the end of input
    }
    leave(0);
  }

  /** After a refusal nothing: trials that end because Spark is closed have not failed. */
  private synchronized void say(ClusterReply reply) {
    if (!refused) {
      refused = reply instanceof ClusterReply.Refused;
      messages.println(reply.toLine());
    }
  }

  private void leaveOut(String reason) {
    say(new ClusterReply.LeftOut(oneLine(reason)));
  }

  private static String oneLine(String reason) {
    return reason.lines().findFirst().orElse("");
  }

  private void refuse(String reason) {
    say(new ClusterReply.Refused(oneLine(reason)));
    leave(BAD_INPUT);
  }

  /** Says goodbye to Spark, not for long. */
  private void leave(int code) {
    SparkLauncher open = launcher.get();
    if (open != null) {
      Thread goodbye = new Thread(open::close, "goodbye");
      goodbye.setDaemon(true);
      goodbye.start();
      try {
        goodbye.join(GOODBYE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Runtime.getRuntime().halt(code);
  }
}
