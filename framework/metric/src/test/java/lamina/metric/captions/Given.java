package lamina.metric.captions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Captions of tests. */
final class Given {
  /** Where the build puts the jar that ptb needs. */
  static final Path PTB_JAR = Path.of("target/ptb/stanford-corenlp-3.4.1.jar");

  private Given() {}

  static Captioned item(String candidate, String... references) {
    return new Captioned("a", List.of(references), candidate);
  }

  /** Items called 0, 1, ... */
  static List<Captioned> corpus(Captioned... items) {
    List<Captioned> named = new ArrayList<>();
    for (Captioned item : Arrays.asList(items)) {
      named.add(new Captioned("" + named.size(), item.references(), item.candidate()));
    }
    return named;
  }
}
