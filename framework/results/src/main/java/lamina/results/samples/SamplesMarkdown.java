package lamina.results.samples;

import java.util.stream.Collectors;

/** A section a video: a list of references and a table of captions. */
final class SamplesMarkdown {
  private SamplesMarkdown() {}

  static String render(Samples samples) {
    return samples.title()
        + "\n"
        + samples.shown().stream().map(SamplesMarkdown::section).collect(Collectors.joining())
        + samples.notes().stream().map(note -> "\n" + note + "\n").collect(Collectors.joining());
  }

  private static String section(Samples.Video video) {
    StringBuilder text = new StringBuilder();
    text.append("\n### Test video ").append(video.index()).append(": ").append(video.id());
    text.append("\n\n");
    video
        .references()
        .forEach(reference -> text.append("- ").append(SamplesFormat.line(reference)).append('\n'));
    text.append("\n| variant | CIDEr-D | caption |\n| --- | ---: | --- |\n");
    for (Samples.Caption caption : video.captions()) {
      text.append("| ").append(cell(caption.variant()));
      text.append(" | ").append(SamplesFormat.score(caption));
      text.append(" | ").append(cell(SamplesFormat.line(caption.text()))).append(" |\n");
    }
    return text.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
