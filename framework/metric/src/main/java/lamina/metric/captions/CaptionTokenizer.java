package lamina.metric.captions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import lamina.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What makes words of captions before they are compared. The numbers depend on it, so it is always
 * chosen by name and named beside them.
 */
public sealed interface CaptionTokenizer permits PtbTokenizer, PlainTokenizer, NoTokenizer {

  /** How it is written: ptb, plain or none. */
  String name();

  /** Captions whose words are separated by blanks, as many and in the same order. */
  List<String> tokenized(List<String> captions);

  /**
   * The tokenizer of that name.
   *
   * @param ptbJar the jar that ptb needs and no other may be given
   * @throws ConfigException if there is no such name, or as {@link PtbTokenizer} does
   */
  static CaptionTokenizer of(String name, @Nullable Path ptbJar) {
    if (ptbJar != null && !name.equals(PtbTokenizer.NAME)) {
      throw new ConfigException(
          "--ptb-jar must be given with --tokenizer ptb only, got " + ptbJar + " for " + name);
    }
    return switch (name) {
      case PtbTokenizer.NAME -> new PtbTokenizer(ptbJar);
      case PlainTokenizer.NAME -> new PlainTokenizer();
      case NoTokenizer.NAME -> new NoTokenizer();
      default ->
          throw new ConfigException(
              "--tokenizer must be one of ptb, plain, none, got '" + name + "'");
    };
  }

  /** The items with tokenised references and candidates, which are tokenised apart. */
  default List<Captioned> tokenizedItems(List<Captioned> items) {
    Iterator<String> references =
        tokenized(items.stream().flatMap(item -> item.references().stream()).toList()).iterator();
    Iterator<String> candidates =
        tokenized(items.stream().map(Captioned::candidate).toList()).iterator();
    List<Captioned> tokenized = new ArrayList<>();
    for (Captioned item : items) {
      List<String> own = item.references().stream().map(reference -> references.next()).toList();
      tokenized.add(new Captioned(item.id(), own, candidates.next()));
    }
    return tokenized;
  }
}
