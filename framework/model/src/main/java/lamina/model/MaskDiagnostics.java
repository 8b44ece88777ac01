package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.Traits;
import org.jspecify.annotations.Nullable;

/**
 * What the masks and the attention of every layer look like, averaged over what an evaluation shows
 * it, weighted by examples. {@code mask.drift} compares with the masks of the untrained model on
 * the same examples.
 *
 * <ul>
 *   <li>{@code mask.std-over-queries}: standard deviation of M down a column; near 0 when the mask
 *       ignores its input
 *   <li>{@code mask.std-over-keys}: along a row; near 0 when it changes nothing but temperature
 *   <li>{@code mask.sign-flips}: share of M below zero, where a multiplying mask turns the order of
 *       scores around
 *   <li>{@code mask.drift}: ||M - M0|| / ||M0||, Frobenius norms over all examples, with M0 the
 *       mask that the model had before training; where M0 is zero, the root mean square of M;
 *       absent where no M0 is known
 *   <li>{@code attention.entropy}: of a query's weights, as a share of log Nk; 1 is uniform; only
 *       where they are a distribution
 * </ul>
 */
public final class MaskDiagnostics implements Observer {
  private static final int QUERIES = -2;
  private static final int KEYS = -1;

  private final boolean multiplies;
  private final @Nullable InitialMasks initial;
  private final SortedMap<String, Double> sums = new TreeMap<>();
  private final SortedMap<String, Long> examples = new TreeMap<>();

  /**
   * An observer of one evaluation.
   *
   * @param multiplies whether the mask does; sign flips are counted there
   * @param initial the masks of the untrained model on the same examples; null for no drift
   */
  public MaskDiagnostics(boolean multiplies, @Nullable InitialMasks initial) {
    this.multiplies = multiplies;
    this.initial = initial;
  }

  @Override
  public void attention(int layer, AttentionRows rows) {
    if (rows.isMasked()) {
      Columns columns = new Columns(rows);
      record("mask.std-over-queries", layer, rows, columns.meanDeviation());
      recordDrift(layer, rows);
    }
    Sums sums = new Sums();
    rows.forEach(sums);
    if (rows.weights() == Traits.Weights.DISTRIBUTION) {
      record("attention.entropy", layer, rows, sums.entropy / sums.queries);
    }
    if (rows.isMasked()) {
      record("mask.std-over-keys", layer, rows, sums.deviation / sums.rows);
    }
    if (rows.isMasked() && multiplies) {
      record("mask.sign-flips", layer, rows, sums.negative / (sums.rows * rows.keys()));
    }
  }

  private void recordDrift(int layer, AttentionRows rows) {
    AttentionRows.KeptMask before = initial == null ? null : initial.of(layer);
    if (before != null) {
      Drift drift = new Drift(before);
      rows.forEachOfMask(drift);
      record("mask.drift", layer, rows, drift.value());
    }
  }

  /** What adds up over rows. */
  private static final class Sums implements AttentionRows.Look {
    private double entropy;
    private double queries;
    private double deviation;
    private double negative;
    private double rows;

    @Override
    public void at(@Nullable NDArray mask, NDArray weights) {
      NDManager manager = weights.getManager();
      Shape shape = weights.getShape();
      NDArray tiny = manager.create(Float.MIN_NORMAL);
      NDArray surprise = weights.maximum(tiny).log().neg().mul(weights);
      double uniform = Math.max(Math.log(shape.get(3)), Float.MIN_NORMAL);
      entropy += surprise.sum(new int[] {KEYS}).sum().getFloat() / uniform;
      queries += shape.get(0) * shape.get(1) * shape.get(2);
      if (mask != null) {
        NDArray centred = mask.sub(mask.mean(new int[] {KEYS}, true));
        deviation += centred.square().mean(new int[] {KEYS}).sqrt().sum().getFloat();
        negative += mask.lt(manager.create(0f)).toType(DataType.FLOAT32, true).sum().getFloat();
        rows += mask.getShape().size() / mask.getShape().get(mask.getShape().dimension() - 1);
      }
    }
  }

  /**
   * Sums down the columns of a mask, (B or 1, [H,] Nk); in two walks, since squares would cancel.
   */
  private static final class Columns {
    private final AttentionRows rows;
    private @Nullable NDArray total;

    Columns(AttentionRows rows) {
      this.rows = rows;
    }

    double meanDeviation() {
      rows.forEachOfMask(mask -> add(mask.sum(new int[] {QUERIES})));
      NDArray mean = taken();
      rows.forEachOfMask(
          mask -> add(mask.sub(mean.expandDims(QUERIES)).square().sum(new int[] {QUERIES})));
      return taken().sqrt().mean().getFloat();
    }

    private void add(NDArray part) {
      if (total == null) {
        part.attach(part.getManager().getParentManager());
        total = part;
      } else {
        total.addi(part);
      }
    }

    private NDArray taken() {
      NDArray sum = Objects.requireNonNull(total);
      total = null;
      return sum.div(sum.getManager().create((float) rows.queries()));
    }
  }

  /** The averages, by name and layer, e.g. {@code attention.entropy/layer-1}, layers from 1. */
  public SortedMap<String, Double> averages() {
    SortedMap<String, Double> averages = new TreeMap<>();
    sums.forEach((name, sum) -> averages.put(name, sum / examples.get(name)));
    return averages;
  }

  private void record(String name, int layer, AttentionRows rows, double value) {
    String key = name + "/layer-" + (layer + 1);
    sums.merge(key, value * rows.examples(), Double::sum);
    examples.merge(key, rows.examples(), Long::sum);
  }
}
