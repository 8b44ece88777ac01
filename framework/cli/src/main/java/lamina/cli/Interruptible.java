package lamina.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import lamina.sweep.Progress;
import lamina.sweep.SweepRun;

/** A run that stops whole when the process is told to end. */
final class Interruptible {
  private Interruptible() {}

  /**
   * Runs to the end, or until the process is told to end.
   *
   * @param again the command that goes on
   */
  static Progress run(SweepRun run, Progress.Listener listener, PrintWriter out, String again) {
    AtomicBoolean ended = new AtomicBoolean();
    Thread onInterrupt = new Thread(() -> interrupt(run, ended, out, again));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      return run.run(listener);
    } finally {
      ended.set(true);
      removeHook(onInterrupt);
    }
  }

  private static void interrupt(SweepRun run, AtomicBoolean ended, PrintWriter out, String again) {
    if (!ended.get()) {
      run.stop();
      out.println();
      out.println("stopped; nothing that finished is lost. Go on with: " + again);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // the hook is at work, and the process ends after it
    }
  }
}
