package lamina.results.samples;

import java.util.Locale;
import java.util.function.Function;
import lamina.config.Json;

/** The forms in which samples leave Lamina. */
public enum SamplesFormat {
  /** A block a video, for a terminal. */
  TEXT(SamplesText::render),
  /** A section a video, with a table. */
  MARKDOWN(SamplesMarkdown::render),
  /** The components of {@link Samples}, numbers in full precision. */
  JSON(Json::pretty),
  /** A figure for a notebook, in the colours of its surroundings. */
  HTML(SamplesHtml::render);

  private final Function<Samples, String> renderer;

  SamplesFormat(Function<Samples, String> renderer) {
    this.renderer = renderer;
  }

  public String render(Samples samples) {
    return renderer.apply(samples);
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A caption on one line; references may come from any file. */
  static String line(String caption) {
    String line = caption.strip().replaceAll("\\s+", " ");
    return line.isEmpty() ? "(no words)" : line;
  }

  /** CIDEr-D as people read it. */
  static String score(Samples.Caption caption) {
    return caption.ciderD() == null ? "" : String.format(Locale.ROOT, "%.2f", caption.ciderD());
  }
}
