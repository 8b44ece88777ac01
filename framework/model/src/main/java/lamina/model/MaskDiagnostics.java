package lamina.model;

import ai.djl.ndarray.NDArray;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the masks and the attention of every layer look like, averaged over what an evaluation shows
 * it, weighted by examples.
 *
 * <ul>
 *   <li>{@code mask.std-over-queries}: standard deviation of M down a column; near 0 when the mask
 *       ignores its input
 *   <li>{@code mask.std-over-keys}: along a row; near 0 when it changes nothing but temperature
 *   <li>{@code mask.sign-flips}: share of M below zero, where a multiplying mask turns the order of
 *       scores around
 *   <li>{@code attention.entropy}: of a query's probabilities, as a share of log Nk; 1 is uniform
 * </ul>
 */
public final class MaskDiagnostics implements Observer {
  private static final int QUERIES = 1;
  private static final int KEYS = 2;

  private final boolean multiplies;
  private final SortedMap<String, Double> sums = new TreeMap<>();
  private final SortedMap<String, Long> examples = new TreeMap<>();

  /** An observer of one evaluation; sign flips are counted where the mask multiplies. */
  public MaskDiagnostics(boolean multiplies) {
    this.multiplies = multiplies;
  }

  @Override
  public void mask(int layer, NDArray mask) {
    record("mask.std-over-queries", layer, mask, deviation(mask, QUERIES));
    record("mask.std-over-keys", layer, mask, deviation(mask, KEYS));
    if (multiplies) {
      NDArray zero = mask.getManager().create(0f);
      record("mask.sign-flips", layer, mask, mask.lt(zero).toType(mask.getDataType(), true).mean());
    }
  }

  @Override
  public void attention(int layer, NDArray probabilities) {
    var manager = probabilities.getManager();
    NDArray tiny = manager.create(Float.MIN_NORMAL);
    long keys = probabilities.getShape().get(3);
    NDArray surprise = probabilities.maximum(tiny).log().neg().mul(probabilities);
    NDArray entropy = surprise.sum(new int[] {3}).mean();
    NDArray uniform = manager.create((float) Math.max(Math.log(keys), Float.MIN_NORMAL));
    record("attention.entropy", layer, probabilities, entropy.div(uniform));
  }

  /** The averages, by name and layer, e.g. {@code attention.entropy/layer-1}, layers from 1. */
  public SortedMap<String, Double> averages() {
    SortedMap<String, Double> averages = new TreeMap<>();
    sums.forEach((name, sum) -> averages.put(name, sum / examples.get(name)));
    return averages;
  }

  private static NDArray deviation(NDArray mask, int axis) {
    NDArray centred = mask.sub(mask.mean(new int[] {axis}, true));
    return centred.square().mean(new int[] {axis}).sqrt().mean();
  }

  private void record(String name, int layer, NDArray of, NDArray value) {
    long batch = of.getShape().get(0);
    String key = name + "/layer-" + (layer + 1);
    sums.merge(key, (double) value.getFloat() * batch, Double::sum);
    examples.merge(key, batch, Long::sum);
  }
}
