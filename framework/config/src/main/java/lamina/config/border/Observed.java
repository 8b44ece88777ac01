package lamina.config.border;

import java.util.List;
import java.util.Map;

/**
 * Examples whose attention was looked at, and what each layer attends from and to.
 *
 * @param split where the examples are from: train, validation or test
 * @param layers in the order in which they are computed
 */
public record Observed(String split, List<Example> examples, List<Layer> layers) {

  /**
   * One example.
   *
   * @param index its place in the split, from 0
   * @param title its label or its query, in words
   * @param tokens labels of its real tokens, by modality; a {@link Segment} with more tokens ends
   *     in padding
   */
  public record Example(int index, String title, Map<String, List<String>> tokens) {}

  /** What a layer's queries and keys are. */
  public record Layer(List<Segment> queries, List<Segment> keys) {
    /** Tokens that attend to each other. */
    public static Layer self(List<Segment> tokens) {
      return new Layer(tokens, tokens);
    }

    /** Pairs of queries and keys, padding included. */
    public long pairs() {
      return length(queries) * length(keys);
    }

    private static long length(List<Segment> segments) {
      return segments.stream().mapToLong(Segment::tokens).sum();
    }
  }

  /** Tokens of one modality that stand together, real ones first. */
  public record Segment(String modality, int tokens) {}

  public Observed {
    examples = List.copyOf(examples);
    layers = List.copyOf(layers);
  }
}
