package lamina.config.cost;

import java.util.Optional;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.FrozenMask;

/**
 * What a variant costs, counted by the conventions of this package.
 *
 * @param parameters all numbers that the model holds
 * @param trainable those that are trained
 * @param maskParameters those of the mask, or of the control in its place
 * @param macs of a forward pass in evaluation, for one example
 * @param maskMacs those of the mask
 * @param stepMacs of a training step: forward and backward for one batch
 */
public record Cost(
    long parameters, long trainable, long maskParameters, long macs, long maskMacs, long stepMacs) {
  private static final int OPERATIONS_A_MAC = 2;

  /** Of a variant that its configuration tells all of: empty for captioning. */
  public static Optional<Cost> of(Experiment<?> experiment) {
    return experiment.task() instanceof Captioning
        ? Optional.empty()
        : Optional.of(of(experiment, LanguageSize.NONE));
  }

  /**
   * Of any variant.
   *
   * @param language what the data of captioning tell; no other task reads it
   */
  public static Cost of(Experiment<?> experiment, LanguageSize language) {
    ModelCost model =
        experiment
            .task()
            .fold(
                classification -> ClassifierCost.of(classification, experiment),
                moments -> DetectorCost.of(moments, experiment),
                captioning -> CaptionerCost.of(captioning, experiment, language));
    Count all = model.all();
    boolean trainsMask = !(experiment.mask() instanceof FrozenMask);
    return new Cost(
        all.parameters(),
        trainsMask ? model.trained().plus(model.mask()).parameters() : model.trained().parameters(),
        model.mask().parameters(),
        all.macs(),
        model.mask().macs(),
        model.stepMacs(trainsMask) * experiment.training().batch());
  }

  /** Of a forward pass in evaluation, for one example. */
  public long flops() {
    return OPERATIONS_A_MAC * macs;
  }

  /** Of a training step: forward and backward for one batch. */
  public long stepFlops() {
    return OPERATIONS_A_MAC * stepMacs;
  }
}
