package lamina.data.captions;

import java.util.List;
import java.util.stream.IntStream;

/** The videos of a split; features may be read from disk each time they are asked for. */
public interface CaptionSplit {
  int size();

  /** The captions of a video. */
  References references(int index);

  /**
   * Its features. The arrays may be shared and must not be changed.
   *
   * @throws lamina.data.DataException where a file of features is missing or does not fit
   */
  CaptionFeatures features(int index);

  /**
   * Reads every example's features once, so that a file that does not fit is found before any work.
   *
   * @throws lamina.data.DataException where one is damaged or does not fit
   */
  default void requireReadable() {
    for (int i = 0; i < size(); i++) {
      features(i);
    }
  }

  /** Every caption of the split, video by video. */
  default List<String> captions() {
    return IntStream.range(0, size())
        .boxed()
        .flatMap(index -> references(index).captions().stream())
        .toList();
  }
}
