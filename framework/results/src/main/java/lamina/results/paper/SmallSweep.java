package lamina.results.paper;

import java.util.List;

/**
 * What the page needs of one script.
 *
 * @param script below {@code experiments}
 * @param sweep its name, a folder of {@code results}
 * @param tables that are to be kept
 * @param figures that are to be drawn
 */
public record SmallSweep(String script, String sweep, List<Kept> tables, List<Figure> figures) {

  /**
   * A picture.
   *
   * @param file its name in the sweep's folder
   * @param words what it shows
   * @param plot options of {@code lamina plot}, but the script and where the picture goes
   */
  public record Figure(String file, String words, List<String> plot) {}
}
