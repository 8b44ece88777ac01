package lamina.sweep;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far a run is, at one moment.
 *
 * @param trials of the sweep
 * @param doneBefore completed before this run began
 * @param done completed, those included
 * @param failures trials that have no result
 * @param running in flight in this run
 * @param elapsed since the run began
 */
public record Progress(
    int trials,
    int doneBefore,
    int done,
    List<Failure> failures,
    List<InFlight> running,
    Duration elapsed) {

  /**
   * A trial in flight.
   *
   * @param share of its steps that are done, 0 to 1
   * @param loss of its last step; NaN before the first
   */
  public record InFlight(String variant, long seed, double share, double loss) {}

  /** A trial that has no result, and why. */
  public record Failure(String variant, long seed, String reason) {}

  public Progress {
    failures = List.copyOf(failures);
    running = List.copyOf(running);
  }

  public int failed() {
    return failures.size();
  }

  /** Trials that are neither done nor failed. */
  public int open() {
    return trials - done - failed();
  }

  /** The mean of the last losses in flight. */
  public OptionalDouble loss() {
    return running.stream()
        .mapToDouble(InFlight::loss)
        .filter(loss -> !Double.isNaN(loss))
        .average();
  }

  /** Time left at the pace of this run so far; empty until something has been done. */
  public Optional<Duration> left() {
    double worked = done - doneBefore + running.stream().mapToDouble(InFlight::share).sum();
    double remaining = trials - failed() - doneBefore - worked;
    if (worked < 0.05) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofMillis(Math.max(0, (long) (elapsed.toMillis() * remaining / worked))));
  }

  /** All of it in one line. */
  public String line() {
    StringBuilder line = new StringBuilder();
    line.append(done).append(" of ").append(trials).append(" trials done");
    if (doneBefore > 0) {
      line.append(" (").append(doneBefore).append(" before)");
    }
    line.append(", ").append(running.size()).append(" running, ");
    line.append(failed()).append(" failed");
    loss().ifPresent(loss -> line.append(String.format(Locale.ROOT, ", loss %.3f", loss)));
    if (open() > 0) {
      left().ifPresent(left -> line.append(", ").append(words(left)).append(" left"));
    }
    return line.toString();
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /** Is told of every change, from several threads, one call at a time. */
  @FunctionalInterface
  public interface Listener {
    void changed(Progress progress);
  }

  static List<InFlight> sorted(Collection<InFlight> running) {
    return running.stream()
        .sorted(Comparator.comparing(InFlight::seed).thenComparing(InFlight::variant))
        .toList();
  }
}
