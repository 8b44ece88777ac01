package lamina.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lamina.config.GarmentMoments;
import lamina.config.GarmentsAndVoices;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruth.Window;

/** What is in the decoded data, counted. */
public final class Inventory {
  private static final double SAMPLES_A_MINUTE = 60.0 * GarmentsAndVoices.SAMPLE_RATE;

  private Inventory() {}

  /**
   * One line for all photographs and one a voice, each with its parts by split.
   *
   * @throws DataException when the data have not been fetched
   */
  public static List<String> of(DataFolder folder) {
    Garments garments = Garments.open(folder);
    Voices voices = Voices.open(folder);
    List<String> lines = new ArrayList<>();
    lines.add(
        "photographs: "
            + bySplit(split -> classes(garments, split).sum())
            + "; fewest of a class "
            + bySplit(split -> classes(garments, split).min().orElseThrow()));
    for (int voice = 0; voice < Source.LANGUAGES.size(); voice++) {
      int number = voice;
      List<Voices.Prompt> all =
          voices.prompts().stream().filter(prompt -> prompt.voice() == number).toList();
      double minutes = all.stream().mapToInt(Voices.Prompt::length).sum() / SAMPLES_A_MINUTE;
      lines.add(
          "voice %s: %d prompts, %.0f minutes; long enough %s"
              .formatted(
                  Source.LANGUAGES.get(voice),
                  all.size(),
                  minutes,
                  bySplit(split -> voices.of(split, number).size())));
    }
    return lines;
  }

  /**
   * What the queries of Garment Moments are like, a line a split; no features are made.
   *
   * @throws DataException when the data have not been fetched
   */
  public static List<String> moments(GarmentMoments data, DataFolder folder) {
    Garments garments = Garments.open(folder);
    Voices voices = Voices.open(folder);
    List<String> lines = new ArrayList<>();
    lines.add("texts of queries: %d".formatted(MomentTexts.all().size()));
    for (Split split : Split.values()) {
      MomentComposer composer = new MomentComposer(data, split, garments, voices);
      List<GroundTruth> truths =
          IntStream.range(0, ComposedMoments.count(data, split))
              .mapToObj(i -> composer.plan(i).truth())
              .toList();
      lines.add(split.name().toLowerCase(Locale.ROOT) + ": " + queries(truths));
    }
    return lines;
  }

  private static String queries(List<GroundTruth> truths) {
    double[] lengths =
        truths.stream().flatMap(t -> t.windows().stream()).mapToDouble(Window::length).toArray();
    return "%,d queries; with one, two, three windows %s %%; windows up to 10 s, up to 30 s, longer %s %%; %.1f %% of the clips are relevant"
        .formatted(
            truths.size(),
            shares(truths.stream().mapToDouble(t -> t.windows().size()).toArray(), 1, 2),
            shares(lengths, 10, 30),
            100.0
                * DoubleStream.of(lengths).sum()
                / truths.stream().mapToDouble(GroundTruth::duration).sum());
  }

  /** Percent up to the first bound, up to the second, and over it. */
  private static String shares(double[] values, double first, double second) {
    double low = DoubleStream.of(values).filter(value -> value <= first).count();
    double high = DoubleStream.of(values).filter(value -> value > second).count();
    return "%.1f / %.1f / %.1f"
        .formatted(
            100 * low / values.length,
            100 * (values.length - low - high) / values.length,
            100 * high / values.length);
  }

  private static IntStream classes(Garments garments, Split split) {
    return IntStream.range(0, GarmentsAndVoices.CLASSES).map(c -> garments.of(split, c).length);
  }

  /** Training / validation / test. */
  private static String bySplit(java.util.function.ToIntFunction<Split> count) {
    return Stream.of(Split.values())
        .map(split -> "%,d".formatted(count.applyAsInt(split)))
        .collect(Collectors.joining(" / "));
  }
}
