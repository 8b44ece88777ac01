package lamina.config.cost;

/**
 * The parts of a model that cost differently.
 *
 * @param trained without the mask, for one example
 * @param mask the mask, or the control in its place
 * @param again MACs of what a training step computes a second time, the mask included
 */
record ModelCost(Count trained, Count mask, long again) {}
