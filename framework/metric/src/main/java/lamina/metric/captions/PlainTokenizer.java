package lamina.metric.captions;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Lamina's own: lower case, and everything is white space that is not a letter, a mark or a digit,
 * nor an apostrophe or a hyphen between two of these. "He's 3.5 m tall!" becomes "he's 3 5 m tall".
 */
public record PlainTokenizer() implements CaptionTokenizer {
  static final String NAME = "plain";
  private static final Pattern CURLY_APOSTROPHE = Pattern.compile("\u2019");
  private static final Pattern SEPARATORS =
      Pattern.compile(
          "(?<![\\p{L}\\p{M}\\p{N}])['-]|['-](?![\\p{L}\\p{M}\\p{N}])|[^\\p{L}\\p{M}\\p{N}'-]");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> tokenized(List<String> captions) {
    return captions.stream().map(PlainTokenizer::tokenized).toList();
  }

  private static String tokenized(String caption) {
    String lower = CURLY_APOSTROPHE.matcher(caption.toLowerCase(Locale.ROOT)).replaceAll("'");
    return String.join(" ", Words.of(SEPARATORS.matcher(lower).replaceAll(" ")));
  }
}
