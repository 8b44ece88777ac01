package lamina.results.samples;

import java.util.stream.IntStream;

/**
 * References first, then a variant's name, its score and its caption, each caption in one column.
 */
final class SamplesText {
  private static final String REFERENCE = "reference";
  private static final String SCORE = "CIDEr-D";
  private static final String GAP = "  ";
  private static final int WIDTH = 100;
  private static final int NARROWEST = 40;

  private final int names;
  private final StringBuilder text = new StringBuilder();

  private SamplesText(int names) {
    this.names = names;
  }

  static String render(Samples samples) {
    IntStream lengths =
        samples.shown().stream()
            .flatMap(video -> video.captions().stream())
            .mapToInt(caption -> caption.variant().length());
    SamplesText page =
        new SamplesText(
            IntStream.concat(lengths, IntStream.of(REFERENCE.length())).max().orElse(0));
    page.text.append(samples.title()).append('\n');
    samples.shown().forEach(page::video);
    page.text.append('\n');
    samples.notes().forEach(note -> page.text.append(note).append('\n'));
    return page.text.toString();
  }

  private void video(Samples.Video video) {
    text.append('\n').append("test video ").append(video.index()).append(": ").append(video.id());
    text.append('\n');
    video.references().forEach(reference -> row(REFERENCE, "", reference));
    row("", SCORE, "");
    video
        .captions()
        .forEach(caption -> row(caption.variant(), SamplesFormat.score(caption), caption.text()));
  }

  private void row(String name, String score, String caption) {
    String start =
        GAP + pad(name, names) + GAP + " ".repeat(SCORE.length() - score.length()) + score;
    String words = name.isEmpty() ? "" : SamplesFormat.line(caption);
    text.append((start + GAP + wrapped(words, start.length() + GAP.length())).stripTrailing());
    text.append('\n');
  }

  /** Words that do not fit go on below, where the first one began. */
  private static String wrapped(String line, int indent) {
    int most = Math.max(NARROWEST, WIDTH - indent);
    StringBuilder lines = new StringBuilder();
    int used = 0;
    for (String word : line.split(" ")) {
      if (used > 0 && used + 1 + word.length() > most) {
        lines.append('\n').append(" ".repeat(indent));
        used = 0;
      } else if (used > 0) {
        lines.append(' ');
        used++;
      }
      lines.append(word);
      used += word.length();
    }
    return lines.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
