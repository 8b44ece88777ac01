package lamina.results.plot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/** What the text operators of a PDF show. */
final class PdfText {
  private static final Pattern STREAM =
      Pattern.compile("FlateDecode[^>]*>>\\s*stream\\r?\\n(.*?)endstream", Pattern.DOTALL);
  private static final String STRING = "\\(((?:\\\\.|[^\\\\)])*)\\)";
  private static final Pattern SHOWN = Pattern.compile("\\[((?:" + STRING + "|[^\\](])*)] TJ");

  private PdfText() {}

  /** A string an operator, in the order of the page. */
  static List<String> of(String pdf) throws IOException {
    List<String> texts = new ArrayList<>();
    Matcher stream = STREAM.matcher(pdf);
    while (stream.find()) {
      Matcher shown = SHOWN.matcher(inflated(stream.group(1)));
      while (shown.find()) {
        StringBuilder text = new StringBuilder();
        Matcher piece = Pattern.compile(STRING).matcher(shown.group(1));
        while (piece.find()) {
          text.append(piece.group(1).replaceAll("\\\\(.)", "$1"));
        }
        texts.add(text.toString());
      }
    }
    return texts;
  }

  private static String inflated(String packed) throws IOException {
    byte[] bytes = packed.getBytes(StandardCharsets.ISO_8859_1);
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
