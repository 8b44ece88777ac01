package lamina.config.border;

import java.nio.file.Path;
import lamina.config.TrialId;

/**
 * The files of one run. An outcome means completed or failed; else a held lock means running; else
 * the trial is pending.
 *
 * @param path {@code <store>/<trial id>}
 */
public record RunFolder(Path path) {

  public static RunFolder of(Path store, TrialId id) {
    return new RunFolder(store.resolve(id.hex()));
  }

  /** The canonical JSON of the trial: the first file written. */
  public Path trial() {
    return path.resolve("trial.json");
  }

  /**
   * The sources and classes of users' mechanisms: {@code NAME.java} and what they were compiled to.
   */
  public Path mechanism() {
    return path.resolve("mechanism");
  }

  /** What a user's mask adds to the model, as it was counted where it was loaded. */
  public Path counted() {
    return path.resolve("counted.json");
  }

  /** Everything needed to go on after an epoch: one safetensors file, replaced by rename. */
  public Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  /** The selected parameters of a completed trial. */
  public Path parameters() {
    return path.resolve("parameters.safetensors");
  }

  /** A line an evaluation. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** What the selected parameters predict on the test split, in the task's own format. */
  public Path predicted(String name) {
    return path.resolve(name);
  }

  /** What its attention looks like on some examples of a split, once somebody has asked. */
  public Path attention(String split, ExampleSelection examples) {
    return path.resolve("attention-" + split + "-" + examples.brief() + ".safetensors");
  }

  /** What its variant took on this machine, once somebody has measured. */
  public Path costs() {
    return path.resolve("costs.json");
  }

  public Path log() {
    return path.resolve("log.txt");
  }

  public Path provenance() {
    return path.resolve("provenance.json");
  }

  /** The last file written. */
  public Path outcome() {
    return path.resolve("outcome.json");
  }

  /** Locked by the process that works on the run; freed by the system when that process dies. */
  public Path lock() {
    return path.resolve("lock");
  }
}
