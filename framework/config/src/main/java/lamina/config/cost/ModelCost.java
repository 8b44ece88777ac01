package lamina.config.cost;

/**
 * The parts of a model that cost differently, for one example.
 *
 * @param trained without the mask
 * @param mask the mask, or the control in its place
 * @param again MACs of what a training step computes a second time, the mask included
 * @param through frozen, with a gradient that goes through to what is trained
 * @param still frozen, without a gradient
 */
record ModelCost(Count trained, Count mask, long again, Count through, Count still) {
  /** Everything is trained. */
  ModelCost(Count trained, Count mask, long again) {
    this(trained, mask, again, Count.NOTHING, Count.NOTHING);
  }

  Count all() {
    return trained.plus(mask, through, still);
  }

  /** Of forward and backward, which goes once through a mask that is not trained. */
  long stepMacs(boolean trainsMask) {
    long masks = again > 0 ? 2 : 1;
    long spared = trainsMask ? 0 : masks * mask.macs();
    return 3 * (trained.macs() + mask.macs() + again) - spared + 2 * through.macs() + still.macs();
  }
}
