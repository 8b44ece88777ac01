package lamina.sweep.cluster;

import java.util.List;
import lamina.config.Json;

/**
 * What a cluster's driver is told first, in one line. No secret is in it.
 *
 * @param master e.g. {@code spark://host:7077}
 * @param device {@code cpu}, one core a trial, or {@code gpu}, one GPU a trial
 * @param store the folder of the runs, an absolute path
 * @param ownDisks whether machines write on their own disks even where they see the store
 * @param secretFile holds the secret that driver and machines share; empty for none
 * @param properties a file of the engine's own settings; empty for none
 * @param program what a machine runs
 * @param data the folder of the data, an absolute path
 * @param dataFiles what of it the trials need, relative to it: files and folders
 */
public record ClusterSettings(
    String master,
    String device,
    String store,
    boolean ownDisks,
    String secretFile,
    String properties,
    Program program,
    String data,
    List<String> dataFiles) {

  public static final String CPU = "cpu";
  public static final String GPU = "gpu";

  /**
   * A worker that runs on whatever machine its files are put on.
   *
   * @param files what is shipped: jars, absolute paths on this machine
   * @param javaOptions before the class path
   * @param mainClass the worker
   * @param arguments after it; its device and its data are added
   */
  public record Program(
      List<String> files, List<String> javaOptions, String mainClass, List<String> arguments) {
    public Program {
      files = List.copyOf(files);
      javaOptions = List.copyOf(javaOptions);
      arguments = List.copyOf(arguments);
    }
  }

  public ClusterSettings {
    dataFiles = List.copyOf(dataFiles);
  }

  public String toLine() {
    return Json.line(this);
  }

  public static ClusterSettings fromLine(String line) {
    return Json.read(line, ClusterSettings.class);
  }
}
