package lamina.cost;

import java.util.Optional;
import java.util.OptionalLong;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.MaskCount;
import lamina.config.OwnMask;
import lamina.config.cost.LanguageSize;

/**
 * What a variant costs, counted by the conventions of this package.
 *
 * @param parameters all numbers that the model holds
 * @param trainable those that are trained
 * @param maskParameters those of the mask, or of the control in its place
 * @param macs of a forward pass in evaluation, for one example; empty, as what follows, where the
 *     mask's are not known
 * @param maskMacs those of the mask
 * @param stepMacs of a training step: forward and backward for one batch
 */
public record Cost(
    long parameters,
    long trainable,
    long maskParameters,
    OptionalLong macs,
    OptionalLong maskMacs,
    OptionalLong stepMacs) {
  private static final int OPERATIONS_A_MAC = 2;

  /**
   * Of a variant that its configuration tells all of: empty for captioning, and for a user's
   * mechanism where none is loaded.
   */
  public static Optional<Cost> of(Experiment<?> experiment) {
    boolean unknown =
        !OwnMask.in(experiment.mask()).isEmpty()
            && !OwnMask.areKnown()
            && OwnMask.known(experiment).isEmpty();
    return unknown || experiment.task() instanceof Captioning
        ? Optional.empty()
        : Optional.of(of(experiment, LanguageSize.NONE));
  }

  /**
   * Of any variant.
   *
   * @param language what the data of captioning tell; no other task reads it
   */
  public static Cost of(Experiment<?> experiment, LanguageSize language) {
    return of(model(experiment, language), experiment.training().batch());
  }

  /** What an experiment's mask adds to its encoder. */
  public static MaskCount ofMask(Experiment<?> experiment) {
    return MaskCost.of(experiment).count();
  }

  private static ModelCost model(Experiment<?> experiment, LanguageSize language) {
    return experiment
        .task()
        .fold(
            classification -> ClassifierCost.of(classification, experiment),
            moments -> DetectorCost.of(moments, experiment),
            captioning -> CaptionerCost.of(captioning, experiment, language));
  }

  private static Cost of(ModelCost model, int batch) {
    return new Cost(
        model.parameters(),
        model.trainable(),
        model.mask().parameters(),
        model.macs(),
        model.mask().macs(),
        times(batch, model.stepMacs()));
  }

  /** Of a forward pass in evaluation, for one example. */
  public OptionalLong flops() {
    return times(OPERATIONS_A_MAC, macs);
  }

  /** Of a training step: forward and backward for one batch. */
  public OptionalLong stepFlops() {
    return times(OPERATIONS_A_MAC, stepMacs);
  }

  private static OptionalLong times(long factor, OptionalLong count) {
    return count.isEmpty() ? count : OptionalLong.of(factor * count.getAsLong());
  }
}
