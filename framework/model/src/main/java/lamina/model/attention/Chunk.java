package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import lamina.model.Declaration;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of one layer's attention, as a step sees them. What a step makes belongs to the chunk,
 * and is gone with it; arrays from elsewhere come as a {@link Side}, tensors by {@link #get}, and
 * nothing else: an array that a step closes over gets no gradient where chunks are computed again.
 */
public final class Chunk {
  private static final double NEVER = Double.NEGATIVE_INFINITY;
  private static final int KEYS = 3;

  private final Pass pass;
  private final NDManager owner;
  private final Steps steps;
  private final AttentionInput rows;
  private final Function<Declaration.Tensor, NDArray> tensors;
  private final Map<Float, NDArray> scalars = new HashMap<>();
  private @Nullable Seen seen;
  private boolean asking;

  /**
   * What the rows may see.
   *
   * @param pairs booleans that broadcast to (B, H, rows, Nk); null for all
   * @param some which rows see at least one key, broadcasting to (B, H, rows, 1); null for all
   */
  private record Seen(@Nullable NDArray pairs, @Nullable NDArray some) {}

  Chunk(
      Pass pass,
      NDManager owner,
      Steps steps,
      AttentionInput rows,
      Function<Declaration.Tensor, NDArray> tensors) {
    this.pass = pass;
    this.owner = owner;
    this.steps = steps;
    this.rows = rows;
    this.tensors = tensors;
  }

  /** All rows, in the memory of the pass. */
  static Chunk whole(Pass pass, Steps steps, AttentionInput input) {
    return new Chunk(pass, pass.manager(), steps, input, pass::get);
  }

  /** Queries of these rows, (B, H, rows, dk). */
  public NDArray q() {
    return rows.q();
  }

  /** The same, divided by sqrt(dk). */
  public NDArray scaledQ() {
    return q().mul(scalar(1 / Math.sqrt(q().getShape().get(3))));
  }

  /** Keys, (B, H, Nk, dk). */
  public NDArray k() {
    return rows.k();
  }

  /** Values, (B, H, Nk, dv). */
  public NDArray v() {
    return rows.v();
  }

  /** What the mechanism's sides are for these rows. */
  public Side side() {
    return rows.side();
  }

  /** The side of a name, where sides are {@link Sides}. */
  public NDArray side(String name) {
    return ((Sides) rows.side()).get(name);
  }

  /** Which layer of the encoder this is, from 0. */
  public int layer() {
    return rows.layer();
  }

  /** How many rows. */
  public long rows() {
    return rows.queries();
  }

  /** Nk. */
  public long keys() {
    return rows.keys();
  }

  /** The place of the first row among all queries. */
  public long firstRow() {
    return rows.visible().firstQuery();
  }

  /** Which tokens are of which kind, among all queries and keys. */
  public Kinds kinds() {
    return rows.kinds();
  }

  /** Whether no token sees what is behind it. */
  public boolean causal() {
    return rows.visible().causal();
  }

  /** Whether this is a training step. */
  public boolean training() {
    return pass.trains();
  }

  /** The tensor's values in its shape; gradients arrive at it in every form of attention. */
  public NDArray get(Declaration.Tensor tensor) {
    return tensors.apply(tensor);
  }

  /**
   * Adds to the loss of a training step, where the mechanism's rows are whole ({@link
   * lamina.config.Traits#wholeRows}).
   *
   * @throws IllegalStateException in a chunk that is only a part
   */
  public void term(String name, double weight, NDArray value) {
    if (owner != pass.manager()) {
      throw new IllegalStateException(
          "a step must have whole rows to add to the loss (Traits.wholeRows), got a chunk of them");
    }
    pass.term(name, weight, value);
  }

  /** A constant that lives as long as the chunk. */
  public NDArray scalar(double value) {
    return owner == pass.manager()
        ? pass.scalar(value)
        : scalars.computeIfAbsent((float) value, owner::create);
  }

  /** Who owns what a step creates. */
  public NDManager manager() {
    return owner;
  }

  /** Q Kᵀ / sqrt(dk), (B, H, rows, Nk). */
  public NDArray dot() {
    return scaledQ().matMul(k().swapAxes(2, 3));
  }

  /** How many places a key is behind the row's token, negative before it: (rows, Nk). */
  public NDArray offset() {
    int first = Math.toIntExact(firstRow());
    NDArray query = owner.arange(first, first + (int) rows(), 1, DataType.FLOAT32);
    NDArray key = owner.arange(0, (int) keys(), 1, DataType.FLOAT32);
    return key.reshape(1, keys()).sub(query.reshape(rows(), 1));
  }

  /** How far a key is from the row's token, |i - j|: (rows, Nk). */
  public NDArray distance() {
    return offset().abs();
  }

  /**
   * What the model itself lets be seen, booleans that broadcast to (B, H, rows, Nk); null for all.
   * For {@link Steps#sees}, which decides what {@link #visible} is.
   */
  public @Nullable NDArray allowed() {
    return rows.visible().seen(owner, rows(), keys());
  }

  /** Which pairs may be seen, booleans that broadcast to (B, H, rows, Nk); null for all. */
  public @Nullable NDArray visible() {
    return seen().pairs();
  }

  /**
   * Scores with minus infinity where nothing may be seen; rows that see no key at all stay as they
   * are, and their weights are set to zero later.
   */
  public NDArray hide(NDArray scores) {
    return orElse(scores, NEVER);
  }

  /** The same with another value where nothing may be seen. */
  public NDArray orElse(NDArray scores, double hidden) {
    NDArray pairs = seen().pairs();
    if (pairs == null) {
      return scores;
    }
    NDArray some = seen().some();
    NDArray orEmpty = some == null ? pairs : pairs.logicalOr(some.logicalNot());
    return Visible.where(orEmpty, scores, scalar(hidden));
  }

  /** The softmax over what may be seen. */
  public NDArray softmax(NDArray scores) {
    return hide(scores).softmax(KEYS);
  }

  /** Weights, or attended values, (B, H, rows, …), that are zero where a row sees no key. */
  NDArray withoutEmptyRows(NDArray values) {
    return Visible.where(seen().some(), values, scalar(0));
  }

  Pass pass() {
    return pass;
  }

  private Seen seen() {
    if (seen == null) {
      if (asking) {
        throw new IllegalStateException(
            "sees must ask chunk.allowed(): what is visible depends on its answer");
      }
      asking = true;
      NDArray hidden = allowed();
      NDArray own = steps.sees(this);
      asking = false;
      NDArray pairs = Visible.both(hidden, own);
      boolean mayBeEmpty =
          own != null || rows.visible().keys() != null || rows.visible().pairs() != null;
      seen = new Seen(pairs, pairs == null || !mayBeEmpty ? null : some(pairs));
    }
    return seen;
  }

  private static NDArray some(NDArray pairs) {
    return pairs
        .toType(DataType.INT32, false)
        .max(new int[] {-1}, true)
        .toType(DataType.BOOLEAN, false);
  }
}
