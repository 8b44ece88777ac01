package lamina.task;

import ai.djl.ndarray.NDManager;
import lamina.config.Experiment;
import lamina.data.DataFolder;
import lamina.task.classification.ClassificationLearning;

/** From a task's configuration to its implementation. */
public final class Tasks {
  private Tasks() {}

  /**
   * Loads the data and declares the model of an experiment.
   *
   * @param dataFolder where the fetched data lie
   * @param manager whose device holds the data
   */
  public static Learning learning(
      Experiment<?> experiment, DataFolder dataFolder, NDManager manager) {
    return experiment
        .task()
        .fold(
            classification ->
                new ClassificationLearning(classification, experiment, dataFolder, manager));
  }
}
