package lamina.task;

import java.util.List;
import java.util.stream.IntStream;

/** How tokens are called. */
public final class TokenLabels {
  private TokenLabels() {}

  /** {@code clip 1}, {@code clip 2}, …; a single token has its modality's name. */
  public static List<String> numbered(String modality, int tokens) {
    return tokens == 1
        ? List.of(modality)
        : IntStream.rangeClosed(1, tokens).mapToObj(i -> modality + " " + i).toList();
  }
}
