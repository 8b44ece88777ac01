package lamina.config;

import static lamina.config.Rule.atLeast;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** When a training ends before its last epoch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Stopping.Never.class, name = "never"),
  @JsonSubTypes.Type(value = Stopping.Patience.class, name = "patience"),
})
public sealed interface Stopping {
  /** Whether to stop after so many epochs without a better validation score. */
  boolean stopsAfter(int epochsWithoutImprovement);

  /** All epochs are trained. */
  record Never() implements Stopping {
    @Override
    public boolean stopsAfter(int epochsWithoutImprovement) {
      return false;
    }
  }

  /** Stops when the validation score has not improved for {@code epochs} epochs. */
  record Patience(int epochs) implements Stopping {
    public Patience {
      atLeast(1, "training.stopping.epochs", epochs);
    }

    @Override
    public boolean stopsAfter(int epochsWithoutImprovement) {
      return epochsWithoutImprovement >= epochs;
    }
  }
}
