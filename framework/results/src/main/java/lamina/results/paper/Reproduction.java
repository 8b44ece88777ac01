package lamina.results.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The page that puts every published figure beside the one of a small sweep, as Markdown. */
public final class Reproduction {
  private static final String NONE = "–";
  private static final int CORES = 2;

  private final Published published = Published.read();
  private final Path results;

  /**
   * Reads tables that sweeps have left.
   *
   * @param results their folder
   */
  public Reproduction(Path results) {
    this.results = results;
  }

  /** All small sweeps, each once, in the order of the page. */
  public static List<SmallSweep> sweeps() {
    Map<String, Set<Kept>> tables = new LinkedHashMap<>();
    Map<String, Set<SmallSweep.Figure>> figures = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    Published all = Published.read();
    for (Published.Section section : all.sections()) {
      names.put(section.script(), section.sweep());
      of(tables, section.script()).addAll(section.kept());
      of(figures, section.script()).addAll(section.figures());
    }
    for (Published.Question question : all.questions()) {
      for (Published.Look look : question.looks()) {
        names.put(look.script(), look.sweep());
        of(tables, look.script()).add(look.kept());
        of(figures, look.script()).addAll(look.figures());
      }
    }
    return names.entrySet().stream()
        .map(
            name ->
                new SmallSweep(
                    name.getKey(),
                    name.getValue(),
                    List.copyOf(of(tables, name.getKey())),
                    List.copyOf(of(figures, name.getKey()))))
        .toList();
  }

  private static <V> Set<V> of(Map<String, Set<V>> map, String script) {
    return map.computeIfAbsent(script, key -> new LinkedHashSet<>());
  }

  /** The page. */
  public String toMarkdown() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The paper's figures beside ours

        Written by `./lamina paper`; `./lamina paper --run` trains what is missing of the small sweeps first, and goes on where it was stopped. **Published** figures are those of
        Barrios and Jin (arXiv 2406.02761, and the public discussion of its submission), on the official data at the official size. **Ours** are of small models on composed data:
        mean ± sample standard deviation over seeds, of the tables in `results/`. The sizes differ by orders of magnitude, so only directions can be compared; metrics here are
        shares where the paper has percentages, unless a table of ours says %. A difference counts as seen where its p is below 0.05 after Holm's correction over all comparisons of
        one metric in one sweep, whose number stands with it; a sweep with one comparison has nothing to correct, and the same trials have larger p in a larger sweep.

        """);
    page.append(time());
    for (Published.Section section : published.sections()) {
      page.append('\n').append(section(section));
    }
    page.append("\n# What the paper leaves open\n");
    for (Published.Question question : published.questions()) {
      page.append('\n').append(question(question));
    }
    page.append("\n# What small data cannot answer\n\n");
    published.limits().forEach(limit -> page.append("- ").append(limit).append('\n'));
    return page.toString();
  }

  private String time() throws IOException {
    TrialTimes all = new TrialTimes(Map.of());
    for (SmallSweep sweep : sweeps()) {
      all = all.and(TrialTimes.of(results, sweep.sweep()));
    }
    return "All small sweeps together have %d trials, each counted once where several sweeps have it; their last attempts took %s of one core by the clock, so about %s of two; other work ran beside most of them, and tables and pictures are not counted.%n"
        .formatted(all.trials(), all.on(1), all.on(CORES));
  }

  private String section(Published.Section section) throws IOException {
    List<Optional<KeptTable>> kept = new ArrayList<>();
    for (Published.Column column : section.columns()) {
      kept.add(KeptTable.read(results, column.kept(section.sweep())));
    }
    StringBuilder text = new StringBuilder("## " + section.title() + "\n\n");
    text.append(ours(section.script(), section.sweep())).append(' ').append(section.words());
    text.append("\n\n");
    if (!section.columns().isEmpty()) {
      text.append(table(section, kept)).append('\n').append(verdicts(section, kept));
    }
    return text.append(figures(section.sweep(), section.figures())).toString();
  }

  private String ours(String script, String sweep) throws IOException {
    TrialTimes times = TrialTimes.of(results, sweep);
    String file = "`experiments/%s.lamina.kts`".formatted(script);
    return times.trials() == 0
        ? "Ours: %s, not run.".formatted(file)
        : "Ours: %s, %d trials, %s of one core.".formatted(file, times.trials(), times.on(1));
  }

  private static String table(Published.Section section, List<Optional<KeptTable>> kept) {
    StringBuilder text = new StringBuilder("| the paper's row | ours");
    StringBuilder rule = new StringBuilder("| --- | ---");
    for (Published.Column column : section.columns()) {
      text.append(column.isPublished() ? " | %s, published".formatted(column.published()) : "");
      text.append(" | %s, ours".formatted(column.ours()));
      rule.append(column.isPublished() ? " | ---: | ---:" : " | ---:");
    }
    text.append(" |\n").append(rule).append(" |\n");
    for (Published.Row row : section.rows()) {
      text.append("| %s | %s".formatted(row.published(), orNone(row.variant())));
      for (int i = 0; i < kept.size(); i++) {
        Published.Column column = section.columns().get(i);
        String value =
            kept.get(i).map(table -> table.value(row.variant(), column.ours())).orElse("");
        text.append(column.isPublished() ? " | " + row.values().get(i) : "");
        text.append(" | ").append(orNone(value));
      }
      text.append(" |\n");
    }
    return text.toString();
  }

  private static String orNone(String cell) {
    return cell.isEmpty() ? NONE : cell;
  }

  /** One line a metric. */
  private static String verdicts(Published.Section section, List<Optional<KeptTable>> kept) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < kept.size(); i++) {
      Published.Column column = section.columns().get(i);
      if (!column.cost() && kept.get(i).isPresent()) {
        text.append("- %s: %s%n".formatted(column.ours(), kept.get(i).get().verdict()));
      }
    }
    return text.toString();
  }

  private String figures(String sweep, List<SmallSweep.Figure> figures) {
    StringBuilder text = new StringBuilder();
    for (SmallSweep.Figure figure : figures) {
      Path file = results.resolve(sweep).resolve(figure.file());
      if (Files.isRegularFile(file)) {
        text.append(
            "%n![%s](../results/%s/%s)%n%n%s%n"
                .formatted(alt(figure), sweep, figure.file(), figure.words()));
      }
    }
    return text.toString();
  }

  private static String alt(SmallSweep.Figure figure) {
    return figure.words().replaceAll("[\\[\\]`*]", "");
  }

  private String question(Published.Question question) throws IOException {
    StringBuilder text =
        new StringBuilder("## %s%n%n%s%n".formatted(question.question(), question.words()));
    for (Published.Look look : question.looks()) {
      Optional<KeptTable> kept = KeptTable.read(results, look.kept());
      String rows = look.by().isEmpty() ? "" : ", pooled by " + String.join(" and ", look.by());
      text.append(
          "%n`%s`%s. %s%n".formatted(look.metric(), rows, ours(look.script(), look.sweep())));
      if (kept.isPresent()) {
        text.append(
            "\n%s\n\n%s\n".formatted(kept.get().markdown(), sentence(kept.get().verdict())));
      }
      text.append(figures(look.sweep(), look.figures()));
    }
    return text.toString();
  }

  private static String sentence(String verdict) {
    return Character.toUpperCase(verdict.charAt(0)) + verdict.substring(1);
  }
}
