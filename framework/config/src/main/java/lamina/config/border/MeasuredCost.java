package lamina.config.border;

import lamina.config.Json;
import lamina.config.cost.LanguageSize;

/**
 * What a variant took on a machine, in a process that did nothing else. Times are medians of
 * warmed-up runs, by the clock.
 *
 * @param device {@code cpu} or {@code gpu:0}
 * @param cpu the processor's name, "unknown" where the machine does not say
 * @param threads of the engine on the CPU
 * @param batch examples that {@code latencyMillis} is of
 * @param latencyMillis a forward pass in evaluation over test examples, with what reading its
 *     outputs takes
 * @param trainingBatch examples that {@code throughput} and {@code stepMillis} are of: those of a
 *     training step
 * @param throughput examples a second of forward passes in evaluation
 * @param stepMillis a training step: forward, backward and optimizer
 * @param peakMebibytes the most memory of its own that the process had resident in training steps,
 *     Java and the data included, mapped files and libraries not; 0 where the platform does not
 *     tell, and on a GPU
 * @param language what the data of captioning tell of its words
 */
public record MeasuredCost(
    String device,
    String cpu,
    int threads,
    int batch,
    double latencyMillis,
    int trainingBatch,
    double throughput,
    double stepMillis,
    long peakMebibytes,
    LanguageSize language) {

  /** One line. */
  public String toLine() {
    return Json.line(this);
  }

  /**
   * Reads what {@link #toLine} wrote.
   *
   * @throws lamina.config.ConfigException for anything else
   */
  public static MeasuredCost fromLine(String line) {
    return Json.read(line, MeasuredCost.class);
  }
}
