package lamina.model.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lamina.config.Kind;
import lamina.config.Place;

/**
 * Which tokens of a batch are of which kind. Counts may be smaller than those of the {@link Place},
 * in batches of shorter examples.
 *
 * @param queries in the order of the tokens that attend
 * @param keys in the order of those that are attended to
 */
public record Kinds(List<Kind> queries, List<Kind> keys) {
  /** Of attention that nobody says more of. */
  public static final Kinds UNKNOWN = new Kinds(List.of(), List.of());

  /** As many tokens of each kind as a place has at most. */
  public static Kinds of(Place place) {
    return new Kinds(place.queries(), place.cross() ? place.keys() : place.queries());
  }

  /**
   * Of a batch of self-attention.
   *
   * @param tokens of every kind of the place, in its order
   */
  public static Kinds of(Place place, long... tokens) {
    List<Kind> counted = counted(place.queries(), tokens);
    return new Kinds(counted, counted);
  }

  /** Of a batch of cross-attention from tokens of one kind to tokens of another. */
  public static Kinds cross(Place place, long queries, long keys) {
    return new Kinds(counted(place.queries(), queries), counted(place.keys(), keys));
  }

  /** The number of every query's kind, from 0. */
  public int[] ofQueries() {
    return numbers(queries);
  }

  /** The number of every key's kind, from 0. */
  public int[] ofKeys() {
    return numbers(keys);
  }

  private static int[] numbers(List<Kind> kinds) {
    return IntStream.range(0, kinds.size())
        .flatMap(i -> IntStream.generate(() -> i).limit(kinds.get(i).tokens()))
        .toArray();
  }

  private static List<Kind> counted(List<Kind> kinds, long... tokens) {
    if (kinds.size() != tokens.length) {
      throw new IllegalArgumentException(
          "a batch must have tokens of %s, got %d counts".formatted(kinds, tokens.length));
    }
    List<Kind> counted = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      int count = Math.toIntExact(tokens[i]);
      Kind most = kinds.get(i);
      int columns = most.columns() == most.tokens() ? count : most.columns();
      counted.add(new Kind(most.name(), count, columns));
    }
    return counted;
  }
}
