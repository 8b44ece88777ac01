package lamina.cli;

import java.io.IOException;
import java.util.List;
import lamina.sweep.Home;
import lamina.sweep.ProcessLauncher;

/** Runs a part of Lamina that needs the engine, in a process that has it. */
final class Passthrough {
  private Passthrough() {}

  /** The exit code; what it prints goes where this process prints. */
  static int run(String mainClass, List<String> arguments) throws IOException {
    ProcessLauncher launcher = Home.ofThisProcess().java(mainClass, arguments);
    ProcessBuilder builder = new ProcessBuilder(launcher.command()).inheritIO();
    builder.environment().put("OPT_OUT_TRACKING", "true");
    try {
      return builder.start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Main.INTERRUPTED;
    }
  }
}
