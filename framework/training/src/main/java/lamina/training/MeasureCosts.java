package lamina.training;

import lamina.config.Task;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.task.TaskData;
import lamina.data.text.Vocabulary;

/** What a variant costs on this machine. */
public final class MeasureCosts {
  private MeasureCosts() {}

  /** Words of a task's data, which its configuration does not tell; 0 where it has none. */
  static int vocabulary(Task task, DataFolder data) {
    return task.fold(
        classification -> 0,
        moments -> 0,
        captioning ->
            Vocabulary.of(
                    TaskData.captions(captioning.data(), Split.TRAIN, data).captions(),
                    captioning.leastCount())
                .size());
  }
}
