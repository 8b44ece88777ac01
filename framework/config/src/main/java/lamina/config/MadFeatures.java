package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** MAD's official features of film frames, five a second, by the CLIP model that made them. */
public enum MadFeatures {
  CLIP_B32("CLIP_B32_frames_features_5fps.h5", 512),
  CLIP_L14("CLIP_L14_frames_features_5fps.h5", 768);

  private final String file;
  private final int width;

  MadFeatures(String file, int width) {
    this.file = file;
    this.width = width;
  }

  /** The official file's name. */
  public String file() {
    return file;
  }

  /** Features of a frame. */
  public int width() {
    return width;
  }

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MadFeatures read(String written) {
    return Rule.oneOf(MadFeatures.class, "task.data.features", written);
  }
}
