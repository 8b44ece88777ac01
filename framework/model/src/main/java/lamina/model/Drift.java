package lamina.model;

import ai.djl.ndarray.NDArray;
import lamina.model.AttentionRows.KeptMask;
import lamina.model.AttentionRows.LookAtMask;

/** Sums up, a chunk of rows at a time, how far a mask M is from M0. */
final class Drift implements LookAtMask {
  private final KeptMask initial;
  private long from;
  private double moved;
  private double start;
  private double norm;
  private double values;

  Drift(KeptMask initial) {
    this.initial = initial;
  }

  @Override
  public void at(NDArray mask) {
    long to = from + mask.getShape().get(mask.getShape().dimension() - 2);
    NDArray before = initial.rows(mask.getManager(), from, to);
    moved += squares(mask.sub(before));
    start += squares(before);
    norm += squares(mask);
    values += mask.getShape().size();
    from = to;
  }

  /** ||M - M0|| / ||M0||, or the root mean square of M where M0 is zero. */
  double value() {
    return start > 0 ? Math.sqrt(moved / start) : Math.sqrt(norm / values);
  }

  private static double squares(NDArray array) {
    return array.square().sum().getFloat();
  }
}
