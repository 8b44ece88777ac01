package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a query may see. A query that sees none attends to nothing: its values are 0.
 *
 * @param keys which keys are no padding, booleans (B, Nk); null for all
 * @param pairs which keys each query may see beside that, booleans (B or 1, H or 1, Nq, Nk); null
 *     for all
 * @param causal whether query i sees keys 0 to i alone, which needs a key for every query
 * @param firstQuery the place of the first query among all
 * @param queries which queries are no padding where tokens attend to others, booleans (B, Nq); null
 *     for all, and where tokens attend to each other, whose keys tell
 */
public record Visible(
    @Nullable NDArray keys,
    @Nullable NDArray pairs,
    boolean causal,
    long firstQuery,
    @Nullable NDArray queries) {
  public static final Visible ALL = new Visible(null, null, false, 0);

  /** Where tokens attend to each other, or all queries are real. */
  public Visible(@Nullable NDArray keys, @Nullable NDArray pairs, boolean causal, long firstQuery) {
    this(keys, pairs, causal, firstQuery, null);
  }

  /** All keys but the padding: {@code valid} (B, Nk), true where a key is real. */
  public static Visible keys(NDArray valid) {
    return new Visible(valid, null, false, 0);
  }

  /** The same, and no key after the query. */
  public Visible andCausal() {
    return new Visible(keys, pairs, true, firstQuery, queries);
  }

  /** The same, and each query only the keys of {@code seen}, booleans as {@link #pairs}. */
  public Visible andPairs(NDArray seen) {
    return new Visible(keys, seen, causal, firstQuery, queries);
  }

  /** The same, and which queries are real where tokens attend to others: booleans (B, Nq). */
  public Visible andQueries(NDArray real) {
    return new Visible(keys, pairs, causal, firstQuery, real);
  }

  Visible rows(long from, long to) {
    NDArray part = pairs == null ? null : pairs.get(new NDIndex(":, :, " + from + ":" + to));
    NDArray real = queries == null ? null : queries.get(new NDIndex(":, " + from + ":" + to));
    return new Visible(keys, part, causal, firstQuery + from, real);
  }

  Visible map(UnaryOperator<NDArray> change) {
    return new Visible(
        keys == null ? null : change.apply(keys),
        pairs == null ? null : change.apply(pairs),
        causal,
        firstQuery,
        queries == null ? null : change.apply(queries));
  }

  /** Booleans that broadcast to (B, H, queries, Nk), or null where all is visible. */
  @Nullable NDArray seen(NDManager owner, long queries, long allKeys) {
    NDArray real = both(keys == null ? null : keys.expandDims(1).expandDims(1), pairs);
    return causal ? both(real, noKeyAfterTheQuery(owner, queries, allKeys)) : real;
  }

  static @Nullable NDArray both(@Nullable NDArray a, @Nullable NDArray b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.logicalAnd(a);
  }

  private NDArray noKeyAfterTheQuery(NDManager owner, long queries, long allKeys) {
    int first = Math.toIntExact(firstQuery);
    int end = Math.toIntExact(firstQuery + queries);
    NDArray query = owner.arange(first, end, 1, DataType.INT32).reshape(1, 1, queries, 1);
    NDArray key = owner.arange(0, Math.toIntExact(allKeys), 1, DataType.INT32);
    return query.gte(key.reshape(1, 1, 1, allKeys));
  }

  /** {@code values} where a key is visible, {@code otherwise} elsewhere. */
  static NDArray where(@Nullable NDArray seen, NDArray values, NDArray otherwise) {
    return seen == null
        ? values
        : NDArrays.where(seen.broadcast(values.getShape()), values, otherwise);
  }
}
