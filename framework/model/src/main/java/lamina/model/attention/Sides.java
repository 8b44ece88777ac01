package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Arrays by their names.
 *
 * @param byQuery whose last axis but one is the queries
 * @param whole that are the same for every query
 */
public record Sides(SortedMap<String, NDArray> byQuery, SortedMap<String, NDArray> whole)
    implements Side {

  /** No arrays. */
  public static Sides none() {
    return new Sides(new TreeMap<>(), new TreeMap<>());
  }

  /** These, and one more whose last axis but one is the queries: (…, Nq, n). */
  public Sides andByQuery(String name, NDArray array) {
    return new Sides(with(byQuery, name, array), whole);
  }

  /** These, and one more that is the same for every query. */
  public Sides andWhole(String name, NDArray array) {
    return new Sides(byQuery, with(whole, name, array));
  }

  /**
   * The array of a name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public NDArray get(String name) {
    NDArray found = byQuery.getOrDefault(name, whole.get(name));
    if (found == null) {
      throw new IllegalArgumentException(
          "side must be one of %s and %s, got '%s'"
              .formatted(byQuery.keySet(), whole.keySet(), name));
    }
    return found;
  }

  @Override
  public Sides rows(long from, long to) {
    return new Sides(
        mapped(byQuery, array -> array.get(new NDIndex("..., " + from + ":" + to + ", :"))), whole);
  }

  @Override
  public Sides map(UnaryOperator<NDArray> change) {
    return new Sides(mapped(byQuery, change), mapped(whole, change));
  }

  private static SortedMap<String, NDArray> with(
      SortedMap<String, NDArray> arrays, String name, NDArray array) {
    SortedMap<String, NDArray> more = new TreeMap<>(arrays);
    if (more.put(name, array) != null) {
      throw new IllegalArgumentException("side names must differ, got '" + name + "' twice");
    }
    return more;
  }

  private static SortedMap<String, NDArray> mapped(
      SortedMap<String, NDArray> arrays, UnaryOperator<NDArray> change) {
    SortedMap<String, NDArray> changed = new TreeMap<>();
    arrays.forEach((name, array) -> changed.put(name, change.apply(array)));
    return changed;
  }
}
