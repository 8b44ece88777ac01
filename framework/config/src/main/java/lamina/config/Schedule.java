package lamina.config;

import static lamina.config.Rule.fraction;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The learning rate over the course of a training, as a factor of the optimizer's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = Schedule.WarmupCosine.class, name = "warmup-cosine"),
})
public sealed interface Schedule {
  /**
   * The factor at one step.
   *
   * @param step steps done so far, from 0
   * @param steps steps of the whole training
   */
  double factor(long step, long steps);

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return 1;
    }
  }

  /**
   * Rises linearly over the first steps, then falls to 0 along half a cosine.
   *
   * @param warmup share of all steps that the rise takes, in [0, 1)
   */
  record WarmupCosine(double warmup) implements Schedule {
    public WarmupCosine {
      fraction("training.schedule.warmup", warmup);
    }

    @Override
    public double factor(long step, long steps) {
      double rise = Math.ceil(warmup * steps);
      if (step < rise) {
        return (step + 1) / rise;
      }
      return 0.5 * (1 + StrictMath.cos(Math.PI * (step - rise) / Math.max(1, steps - rise)));
    }
  }
}
