package lamina.metric.captions;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a tokenised caption as BLEU and CIDEr see them: split where Python's {@code
 * str.split()} splits. Java's {@code \s} leaves out U+00A0, which the PTB tokenizer writes inside
 * "2 1/2".
 */
final class Words {
  private static final char NEXT_LINE = 0x85;

  private Words() {}

  static List<String> of(String caption) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int end = 0; end <= caption.length(); end++) {
      if (end == caption.length() || isSpace(caption.charAt(end))) {
        if (end > start) {
          words.add(caption.substring(start, end));
        }
        start = end + 1;
      }
    }
    return words;
  }

  /** Python's {@code str.isspace()} for one character. */
  static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }
}
