package lamina.config.cost;

import lamina.config.Experiment;

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
  private static final int FORWARD_AND_BACKWARD = 3;
  private static final int OPERATIONS_A_MAC = 2;

  public static Cost of(Experiment<?> experiment) {
    ModelCost model =
        experiment
            .task()
            .fold(
                classification -> ClassifierCost.of(classification, experiment),
                moments -> DetectorCost.of(moments, experiment));
    Count all = model.trained().plus(model.mask());
    return new Cost(
        all.parameters(),
        all.parameters(),
        model.mask().parameters(),
        all.macs(),
        model.mask().macs(),
        FORWARD_AND_BACKWARD * (all.macs() + model.again()) * experiment.training().batch());
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
