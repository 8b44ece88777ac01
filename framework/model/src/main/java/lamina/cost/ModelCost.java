package lamina.cost;

import java.util.OptionalLong;
import lamina.config.Experiment;

/**
 * The parts of a model that cost differently, for one example.
 *
 * @param trained without the mask
 * @param mask the mask, or what stands in its place
 * @param again MACs of what a training step computes a second time, but for the mask
 * @param masksAgain whether the mask is among that
 * @param through frozen, with a gradient that goes through to what is trained
 * @param still frozen, without a gradient
 */
record ModelCost(
    Count trained, MaskCost mask, long again, boolean masksAgain, Count through, Count still) {

  /** Everything is trained, and computed once. */
  ModelCost(Count trained, Experiment<?> experiment) {
    this(trained, MaskCost.of(experiment), 0, false, Count.NOTHING, Count.NOTHING);
  }

  long parameters() {
    return trained.plus(through, still).parameters() + mask.parameters();
  }

  long trainable() {
    return trained.parameters() + mask.trained();
  }

  /** Of a forward pass in evaluation; empty where those of the mask are not known. */
  OptionalLong macs() {
    return withMask(macs -> trained.plus(through, still).macs() + macs);
  }

  /** Of forward and backward, which goes once through a mask that is not trained. */
  OptionalLong stepMacs() {
    int passes = mask.untrained() ? 2 : 3;
    int masks = masksAgain ? 2 : 1;
    return withMask(
        macs ->
            3 * (trained.macs() + again)
                + passes * masks * macs
                + 2 * through.macs()
                + still.macs());
  }

  private OptionalLong withMask(java.util.function.LongUnaryOperator sum) {
    OptionalLong macs = mask.macs();
    return macs.isEmpty() ? macs : OptionalLong.of(sum.applyAsLong(macs.getAsLong()));
  }
}
