package lamina.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lamina.config.GarmentCaptions;
import lamina.data.CaptionScene.Interval;
import lamina.data.text.Vocabulary;

/** What the scenes and captions of Garment Captions are like, counted; no features are made. */
public final class CaptionInventory {
  private CaptionInventory() {}

  /**
   * Lines on the wordings, on each split, and on the vocabulary of the training split.
   *
   * @throws DataException when the data have not been fetched
   */
  public static List<String> of(GarmentCaptions data, DataFolder folder) {
    Garments garments = Garments.open(folder);
    Voices voices = Voices.open(folder);
    List<String> lines = new ArrayList<>();
    lines.add(
        "wordings: %d shared, %d held out; of a test scene's captions %d are of held-out wordings"
            .formatted(
                CaptionTexts.SHARED.size(),
                CaptionTexts.HELD_OUT.size(),
                CaptionTexts.HELD_OUT_REFERENCES));
    List<String> training = List.of();
    Set<List<List<Integer>>> trained = new HashSet<>();
    for (Split split : Split.values()) {
      CaptionComposer composer = new CaptionComposer(data, split, garments, voices);
      List<CaptionComposer.Plan> plans =
          IntStream.range(0, ComposedCaptions.count(data, split)).mapToObj(composer::plan).toList();
      List<String> captions = plans.stream().flatMap(plan -> plan.references().stream()).toList();
      training = split == Split.TRAIN ? captions : training;
      String name = split.name().toLowerCase(Locale.ROOT);
      lines.add(name + ": " + scenes(plans));
      if (split == Split.TRAIN) {
        plans.forEach(plan -> trained.add(events(plan)));
      } else {
        long known = plans.stream().filter(plan -> trained.contains(events(plan))).count();
        lines.add(
            "%s: %.1f %% of the scenes have the events of one of training"
                .formatted(name, 100.0 * known / plans.size()));
      }
      lines.add(name + ": " + captions(plans, captions, training));
    }
    return lines;
  }

  /** What happens in a scene, in order, whenever. */
  private static List<List<Integer>> events(CaptionComposer.Plan plan) {
    return plan.scene().intervals().stream().map(i -> List.of(i.garment(), i.voice())).toList();
  }

  private static String scenes(List<CaptionComposer.Plan> plans) {
    List<String> changes =
        plans.stream().map(CaptionComposer.Plan::scene).flatMap(s -> kinds(s).stream()).toList();
    return "%,d scenes; with one, two, three, four changes %s %%; of the picture, the voice, both at once %s %%"
        .formatted(
            plans.size(),
            shares(plans, 1, 4, plan -> plan.scene().intervals().size() - 1),
            shares(changes, 0, 2, List.of("picture", "voice", "both")::indexOf));
  }

  private static List<String> kinds(CaptionScene scene) {
    List<String> kinds = new ArrayList<>();
    for (int i = 1; i < scene.intervals().size(); i++) {
      Interval before = scene.intervals().get(i - 1);
      Interval now = scene.intervals().get(i);
      boolean picture = before.garment() != now.garment();
      kinds.add(picture && before.voice() != now.voice() ? "both" : picture ? "picture" : "voice");
    }
    return kinds;
  }

  private static String captions(
      List<CaptionComposer.Plan> plans, List<String> captions, List<String> training) {
    int[] words = captions.stream().mapToInt(one -> Vocabulary.words(one).size()).toArray();
    Vocabulary vocabulary = Vocabulary.of(training, 1);
    long unknown =
        captions.stream()
            .flatMap(caption -> Vocabulary.words(caption).stream())
            .distinct()
            .filter(word -> !vocabulary.has(word))
            .count();
    return "%,d captions, three, four, five a scene in %s %%; %,d differ; words %d to %d, %.1f in the mean; %d of their words are none of the vocabulary's %d"
        .formatted(
            captions.size(),
            shares(plans, 3, 5, plan -> plan.references().size()),
            captions.stream().distinct().count(),
            IntStream.of(words).min().orElseThrow(),
            IntStream.of(words).max().orElseThrow(),
            IntStream.of(words).average().orElseThrow(),
            unknown,
            vocabulary.size() - Vocabulary.SPECIAL_TOKENS);
  }

  /** Percent of things with each number from the first to the last. */
  private static <T> String shares(List<T> things, int first, int last, ToIntFunction<T> number) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(
            wanted ->
                "%.1f"
                    .formatted(
                        100.0
                            * things.stream().filter(t -> number.applyAsInt(t) == wanted).count()
                            / things.size()))
        .collect(Collectors.joining(" / "));
  }
}
