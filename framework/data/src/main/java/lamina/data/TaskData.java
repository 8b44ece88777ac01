package lamina.data;

import java.util.SortedMap;
import java.util.function.Consumer;
import lamina.config.QvHighlights;
import lamina.config.Task;
import lamina.data.moments.GarmentMomentsSplit;
import lamina.data.qvhighlights.QvHighlightsSplit;

/** The data that a task needs, in a folder. */
public record TaskData(Task task, DataFolder folder) {

  /**
   * Fetches what can be fetched, and checks what a user has to bring.
   *
   * @param progress is told one line a step
   * @throws DataException where something is missing or does not fit
   */
  public void require(Consumer<String> progress) {
    task.<Void>fold(
        classification -> fetched(progress),
        moments ->
            moments
                .data()
                .<Void>fold(garments -> fetched(progress), official -> brought(official)));
  }

  /**
   * SHA-256 of the files that the data are made of, by file name.
   *
   * @throws DataException where they are missing
   */
  public SortedMap<String, String> sources() {
    return task.fold(
        classification -> folder.sources(),
        moments ->
            moments
                .data()
                .fold(
                    garments -> GarmentMomentsSplit.sources(folder),
                    official -> QvHighlightsSplit.sources(folder)));
  }

  private Void fetched(Consumer<String> progress) {
    new Fetch(folder, progress).run();
    return null;
  }

  private Void brought(QvHighlights official) {
    for (Split split : Split.values()) {
      QvHighlightsSplit.open(official, split, folder);
    }
    return null;
  }
}
