package lamina.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lamina.config.GarmentsAndVoices;

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
