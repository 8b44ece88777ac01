package lamina.data.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import lamina.config.Captioning;
import lamina.config.CaptionsData;
import lamina.config.ImageFolder;
import lamina.config.LabelledFiles;
import lamina.config.MomentsData;
import lamina.config.Names;
import lamina.config.QvHighlights;
import lamina.config.Task;
import lamina.data.DataFolder;
import lamina.data.Fetch;
import lamina.data.ImageIndex;
import lamina.data.LabelledSet;
import lamina.data.Split;
import lamina.data.captions.CaptionSplit;
import lamina.data.captions.GarmentCaptionsSplit;
import lamina.data.language.LanguageModelFiles;
import lamina.data.mad.MadSplit;
import lamina.data.moments.GarmentMomentsSplit;
import lamina.data.moments.MomentSplit;
import lamina.data.msrvtt.MsrVttSplit;
import lamina.data.qvhighlights.QvHighlightsSplit;

/** The data that a task needs, in a folder. */
public record TaskData(Task task, DataFolder folder) {

  /**
   * Fetches what can be fetched, and checks what a user has to bring.
   *
   * @param progress is told one line a step
   * @throws lamina.data.DataException where something is missing or does not fit
   */
  public void require(Consumer<String> progress) {
    task.<Void>fold(
        classification ->
            classification
                .data()
                .<Void>fold(
                    garments -> fetched(progress),
                    files -> added(files),
                    pictures -> fetched(progress),
                    images -> listed(images)),
        moments ->
            moments
                .data()
                .<Void>fold(garments -> fetched(progress), official -> brought(official, progress)),
        captioning -> {
          brought(captioning, progress);
          return captioning
              .data()
              .<Void>fold(
                  garments -> fetched(progress),
                  msrVtt -> opened(msrVtt, progress),
                  mad -> opened(mad, progress));
        });
  }

  /**
   * SHA-256 of the files that the data are made of, by file name.
   *
   * @throws lamina.data.DataException where they are missing
   */
  public SortedMap<String, String> sources() {
    return task.fold(
        classification ->
            classification
                .data()
                .fold(
                    garments -> folder.sources(),
                    files -> checksum(files),
                    pictures -> folder.pictureSources(),
                    images -> checksum(images)),
        moments ->
            moments
                .data()
                .fold(
                    garments -> GarmentMomentsSplit.sources(folder),
                    official -> QvHighlightsSplit.sources(folder)),
        captioning -> {
          SortedMap<String, String> sources =
              new TreeMap<>(LanguageModelFiles.declaredSources(captioning));
          sources.putAll(
              captioning
                  .data()
                  .fold(
                      garments -> GarmentCaptionsSplit.sources(folder),
                      msrVtt -> MsrVttSplit.sources(folder),
                      mad -> MadSplit.sources(folder)));
          return sources;
        });
  }

  /**
   * The files and folders that a machine needs to train on, relative to the folder of the data.
   *
   * @throws lamina.data.DataException where they are missing
   */
  public List<String> files() {
    List<Path> files =
        task.fold(
            classification ->
                classification
                    .data()
                    .fold(
                        garments -> folder.prepared(),
                        own -> List.of(LabelledSet.required(own.checksum(), folder)),
                        pictures -> folder.prepared(),
                        images -> ImageIndex.required(images.checksum(), folder)),
            moments ->
                moments
                    .data()
                    .fold(
                        garments -> folder.prepared(),
                        official -> List.of(QvHighlightsSplit.folder(folder))),
            captioning -> {
              List<Path> needed =
                  new ArrayList<>(LanguageModelFiles.declaredFiles(captioning, folder));
              needed.addAll(
                  captioning
                      .data()
                      .fold(
                          garments -> folder.prepared(),
                          msrVtt -> List.of(MsrVttSplit.folder(folder)),
                          mad -> List.of(MadSplit.folder(folder))));
              return needed;
            });
    return files.stream().map(file -> folder.path().relativize(file).toString()).toList();
  }

  /**
   * A split of videos with queries.
   *
   * @throws lamina.data.DataException where the data are missing or do not fit
   */
  public static MomentSplit moments(MomentsData data, Split split, DataFolder folder) {
    return data.fold(
        garments -> GarmentMomentsSplit.compose(garments, split, folder),
        official -> QvHighlightsSplit.open(official, split, folder));
  }

  /**
   * A split of videos with captions.
   *
   * @throws lamina.data.DataException where the data are missing or do not fit
   */
  public static CaptionSplit captions(CaptionsData data, Split split, DataFolder folder) {
    return data.fold(
        garments -> GarmentCaptionsSplit.compose(garments, split, folder),
        msrVtt -> MsrVttSplit.open(msrVtt, split, folder),
        mad -> MadSplit.open(mad, split, folder));
  }

  private void brought(Captioning captioning, Consumer<String> progress) {
    Optional<LanguageModelFiles> files = LanguageModelFiles.of(captioning, folder);
    if (files.isPresent()) {
      progress.accept(files.get().folder() + " has the files of the declared checksum");
      files.get().tokenizer().close();
    }
  }

  private Void opened(CaptionsData official, Consumer<String> progress) {
    for (Split split : Split.values()) {
      CaptionSplit opened = captions(official, split, folder);
      progress.accept(
          "reading the features of %,d videos of %s".formatted(opened.size(), Names.of(split)));
      opened.requireReadable();
    }
    return null;
  }

  private Void added(LabelledFiles files) {
    LabelledSet.open(files, folder);
    return null;
  }

  private SortedMap<String, String> checksum(LabelledFiles files) {
    Path file = LabelledSet.required(files.checksum(), folder);
    return new TreeMap<>(Map.of("own/" + file.getFileName(), files.checksum()));
  }

  private Void listed(ImageFolder images) {
    ImageIndex.open(images, folder).root();
    return null;
  }

  private SortedMap<String, String> checksum(ImageFolder images) {
    Path file = ImageIndex.required(images.checksum(), folder).get(0);
    return new TreeMap<>(Map.of("images/" + file.getFileName(), images.checksum()));
  }

  private Void fetched(Consumer<String> progress) {
    new Fetch(folder, progress).run();
    return null;
  }

  private Void brought(QvHighlights official, Consumer<String> progress) {
    for (Split split : Split.values()) {
      QvHighlightsSplit opened = QvHighlightsSplit.open(official, split, folder);
      progress.accept(
          "reading the features of %,d queries of QVHighlights".formatted(opened.size()));
      opened.requireReadable();
    }
    return null;
  }
}
