package lamina.data;

import java.util.ArrayList;
import java.util.List;
import lamina.config.GarmentCaptions;

/**
 * A composed scene with its captions, as numbers.
 *
 * @param id the scene's name
 * @param references its captions
 * @param pictures features of the clips' pictures, (clips, 196) row by row
 * @param sounds features of the clips' sounds, (clips, 64) row by row
 */
public record ComposedCaptions(
    String id, List<String> references, float[] pictures, float[] sounds) {

  /**
   * Composes a split.
   *
   * @param clips those of each scene that are looked at
   * @throws DataException when the data have not been fetched
   */
  public static List<ComposedCaptions> of(
      GarmentCaptions data, Split split, DataFolder folder, int[] clips) {
    CaptionComposer composer =
        new CaptionComposer(data, split, Garments.open(folder), Voices.open(folder));
    int count = count(data, split);
    List<ComposedCaptions> composed = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      composed.add(composer.compose(composer.plan(i), clips));
    }
    return composed;
  }

  /** Scenes of a split. */
  static int count(GarmentCaptions data, Split split) {
    return switch (split) {
      case TRAIN -> data.trainExamples();
      case VALIDATION -> data.validationExamples();
      case TEST -> data.testExamples();
    };
  }
}
