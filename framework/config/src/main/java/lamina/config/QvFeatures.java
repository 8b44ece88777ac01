package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** Which of QVHighlights' official features describe a clip; they are put side by side. */
public enum QvFeatures {
  CLIP(Folder.CLIP_FOLDER),
  SLOWFAST_CLIP(Folder.SLOWFAST_FOLDER, Folder.CLIP_FOLDER);

  private final List<Folder> folders;

  QvFeatures(Folder... folders) {
    this.folders = List.of(folders);
  }

  /**
   * A folder with one npz file a video, whose array {@code features} is (clips, width).
   *
   * @param name of the folder
   * @param width features of a clip
   */
  public record Folder(String name, int width) {
    private static final Folder SLOWFAST_FOLDER = new Folder("slowfast_features", 2304);
    private static final Folder CLIP_FOLDER = new Folder("clip_features", 512);
  }

  /** The folders, in the order in which their features are put side by side. */
  public List<Folder> folders() {
    return folders;
  }

  /** Features of a clip, without its end points. */
  public int width() {
    return folders.stream().mapToInt(Folder::width).sum();
  }

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static QvFeatures read(String written) {
    return Rule.oneOf(QvFeatures.class, "task.data.features", written);
  }
}
