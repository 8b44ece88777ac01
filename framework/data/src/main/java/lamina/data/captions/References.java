package lamina.data.captions;

import java.util.List;
import lamina.data.DataException;

/**
 * What a video's captions are held to.
 *
 * @param id the video's name, the only one of a split
 * @param captions at least one, none of them blank
 */
public record References(String id, List<String> captions) {
  public References {
    captions = List.copyOf(captions);
    if (captions.isEmpty()) {
      throw new DataException(id + " must have at least 1 caption that is not blank, got 0");
    }
    for (String caption : captions) {
      if (caption.isBlank()) {
        throw new DataException(id + " must have no blank caption, got '" + caption + "'");
      }
    }
  }
}
