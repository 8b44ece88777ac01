package lamina.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.sweep.Home;

/**
 * A row of a benchmark: what a process that does nothing else said of itself.
 *
 * @param time in the benchmark's unit; empty where the process died, for want of memory say
 * @param peakMebibytes of resident memory; empty where it died, or the platform does not tell
 */
record BenchRow(String time, String peakMebibytes) {

  /**
   * Measures.
   *
   * @param heap small, so that the peak is of arrays and not of Java's own rubbish
   * @param name what is said to {@code err} to have died
   */
  static BenchRow of(
      List<String> heap, String mainClass, List<String> arguments, String name, PrintWriter err)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Home.ofThisProcess().java(heap, mainClass, arguments).command());
    builder.environment().put("OPT_OUT_TRACKING", "true");
    Path errors = Files.createTempFile("lamina-bench-", ".log");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() == 0 && said.contains(",")) {
        int comma = said.indexOf(',');
        return new BenchRow(said.substring(0, comma), said.substring(comma + 1));
      }
      String why = Files.readString(errors).strip();
      err.printf("%s ended with %d: %s%n", name, process.exitValue(), why);
      return new BenchRow("", "");
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    } finally {
      Files.delete(errors);
    }
  }

  boolean isComplete() {
    return !time.isEmpty();
  }
}
