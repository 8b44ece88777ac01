package lamina.mask;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import lamina.config.Names;
import lamina.config.Rule;

/** Where the Learnable Attention Mask is computed. */
public enum MaskPlacement {
  /** One mask, computed from the encoder's input and used in every layer. */
  SHARED_MASK,
  /** One module, applied to every layer's input: the parameters are shared, the masks differ. */
  SHARED_MODULE,
  /** A module of its own for every layer (Multi-LAM, section 3.4). */
  PER_LAYER;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MaskPlacement read(String written) {
    return Rule.oneOf(MaskPlacement.class, "mask.placement", written);
  }
}
