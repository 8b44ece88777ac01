package lamina.mask;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lamina.config.Rule;

/**
 * Which layers of an encoder.
 *
 * @param written {@code all}, {@code first}, {@code last}, {@code all-but-ends} (neither the first
 *     nor the last) or {@code every-N} (the N-th, the 2N-th, …)
 */
public record LayerChoice(@JsonValue String written) {
  private static final Pattern EVERY = Pattern.compile("every-([1-9][0-9]{0,5})");

  @JsonCreator
  public LayerChoice {
    Rule.require(
        written.matches("all|first|last|all-but-ends") || EVERY.matcher(written).matches(),
        "mask.layers",
        "be all, first, last, all-but-ends or every-N",
        "'" + written + "'");
  }

  /** Every layer. */
  public static LayerChoice all() {
    return new LayerChoice("all");
  }

  /** The first layer. */
  public static LayerChoice first() {
    return new LayerChoice("first");
  }

  /** The last layer. */
  public static LayerChoice last() {
    return new LayerChoice("last");
  }

  /** All but the first and the last. */
  public static LayerChoice allButEnds() {
    return new LayerChoice("all-but-ends");
  }

  /** The n-th layer, the 2n-th, and so on. */
  public static LayerChoice every(int n) {
    return new LayerChoice("every-" + n);
  }

  /** Whether a layer, counted from 0, is one of them. */
  public boolean has(int layer, int layers) {
    Matcher every = EVERY.matcher(written);
    if (every.matches()) {
      return (layer + 1) % Integer.parseInt(every.group(1)) == 0;
    }
    return switch (written) {
      case "all" -> true;
      case "first" -> layer == 0;
      case "last" -> layer == layers - 1;
      default -> layer > 0 && layer < layers - 1;
    };
  }

  /** Those of so many layers. */
  IntStream of(int layers) {
    return IntStream.range(0, layers).filter(layer -> has(layer, layers));
  }
}
