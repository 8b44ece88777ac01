package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How padding acts in QD-DETR's cross-attention. */
public enum PaddingOrder {
  /** Padded words of an example are hidden from its own clips. */
  CORRECTED,
  /**
   * The official code: beside that, blocks of padded clips and words are laid out head by head but
   * read example by example, so that the padding of one example also hides words of another.
   */
  OFFICIAL;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static PaddingOrder read(String written) {
    return Rule.oneOf(PaddingOrder.class, "task.detector.paddingOrder", written);
  }
}
