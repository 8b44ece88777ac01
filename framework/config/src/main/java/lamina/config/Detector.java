package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** A model that finds moments and scores clips. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = QdDetr.class, name = "qd-detr"),
  @JsonSubTypes.Type(value = MomentDetr.class, name = "moment-detr"),
})
public sealed interface Detector permits QdDetr, MomentDetr {
  /** The value of the one function that fits this detector. */
  <R> R fold(Function<QdDetr, R> qdDetr, Function<MomentDetr, R> momentDetr);

  /** The attention that a mask acts on. */
  Place place();

  /** This detector with what does not matter where no mask acts at its default. */
  default Detector unmasked() {
    return this;
  }
}
