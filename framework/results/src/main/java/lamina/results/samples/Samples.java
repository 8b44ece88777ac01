package lamina.results.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lamina.config.Captioning;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.Task;
import lamina.config.Trial;
import lamina.config.border.ExampleSelection;
import lamina.config.border.RunFolder;
import lamina.metric.captions.CaptionFiles;
import lamina.metric.captions.CaptionTokenizer;
import lamina.metric.captions.Captioned;
import lamina.metric.captions.Cider;
import lamina.metric.captions.PlainTokenizer;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What the variants of a captioning sweep say of some test videos under one seed, beside what
 * people wrote.
 *
 * @param sweep its name
 * @param tokenizer the name of what made words of the captions for CIDEr-D
 * @param testVideos how many there are, shown or not
 * @param shown in the order of the test split
 * @param without the variants that have no captions under this seed, and why
 */
public record Samples(
    String sweep,
    long seed,
    String tokenizer,
    int testVideos,
    List<Video> shown,
    List<Without> without) {
  private static final int SHOWN_UNLESS_CHOSEN = 6;
  private static final CaptionTokenizer TOKENIZER = new PlainTokenizer();

  /**
   * What is looked at.
   *
   * @param seed one of the sweep's; null for its first
   * @param variants by name; empty for all
   * @param examples places in the test split; null for six, evenly spread
   */
  public record Choice(
      @Nullable Long seed, List<String> variants, @Nullable ExampleSelection examples) {
    public Choice {
      variants = List.copyOf(variants);
    }
  }

  /**
   * A test video.
   *
   * @param index its place in the test split, from 0
   * @param captions in the order of the variants
   */
  public record Video(int index, String id, List<String> references, List<Caption> captions) {}

  /**
   * What one variant generated.
   *
   * @param ciderD in [0, 10], with the document frequencies of all test videos; null where there is
   *     but one, whose words all have the weight 0
   */
  public record Caption(String variant, String text, @Nullable Double ciderD) {}

  /** A variant without captions. */
  public record Without(String variant, String reason) {}

  /** All that a variant generated, in the order of the references. */
  private record Generated(String variant, List<Captioned> items, List<@Nullable Double> scores) {
    Caption caption(int video) {
      return new Caption(variant, items.get(video).candidate(), scores.get(video));
    }
  }

  /**
   * Reads them off the runs.
   *
   * @throws ConfigException for a choice that is not there, variants of another task or with other
   *     test videos, or where no chosen variant has a result under the seed
   */
  public static Samples of(Sweep sweep, Store store, Choice choice) throws IOException {
    long seed = seed(sweep, choice);
    List<Variant> variants = variants(sweep, choice);
    variants.forEach(Samples::requireCaptioning);
    List<Generated> generated = new ArrayList<>();
    List<Without> without = new ArrayList<>();
    for (Variant variant : variants) {
      Trial trial = Trial.of(variant.experiment(), seed);
      String missing = missing(store.state(trial.id()));
      if (missing != null) {
        without.add(new Without(variant.name(), missing));
      } else {
        generated.add(generated(variant, store.folder(trial.id())));
      }
    }
    if (generated.isEmpty()) {
      throw new ConfigException(
          "samples must have a variant with a result under seed %d, got none of %s"
              .formatted(seed, without.stream().map(Without::variant).toList()));
    }
    generated.forEach(each -> requireSameVideos(generated.get(0), each));
    return shown(sweep, seed, generated, without, choice.examples());
  }

  private static long seed(Sweep sweep, Choice choice) {
    Long seed = choice.seed();
    if (seed != null && !sweep.seeds().contains(seed)) {
      throw new ConfigException("seed must be one of " + sweep.seeds() + ", got " + seed);
    }
    return seed == null ? sweep.seeds().get(0) : seed;
  }

  private static List<Variant> variants(Sweep sweep, Choice choice) {
    return choice.variants().isEmpty()
        ? sweep.variants()
        : choice.variants().stream().distinct().map(sweep::variant).toList();
  }

  private static void requireCaptioning(Variant variant) {
    Task task = variant.experiment().task();
    if (!(task instanceof Captioning)) {
      throw new ConfigException(
          "task must be captioning to have samples, got %s of variant '%s'"
              .formatted(Json.tree(task).path("kind").asText(), variant.name()));
    }
  }

  private static @Nullable String missing(RunState state) {
    if (state instanceof RunState.Corrupt corrupt) {
      throw new ConfigException(corrupt.reason());
    }
    if (state instanceof RunState.Failed failed) {
      return "failed, " + failed.reason();
    }
    return state instanceof RunState.Completed ? null : "not finished";
  }

  private static Generated generated(Variant variant, RunFolder run) throws IOException {
    Path references = run.predicted("references.json");
    Path captions = run.predicted("captions.json");
    for (Path file : List.of(references, captions)) {
      if (!Files.exists(file)) {
        throw new ConfigException(
            file + " must be there, as of every completed run of captioning, got no file");
      }
    }
    List<Captioned> items = CaptionFiles.read(references, captions);
    List<@Nullable Double> scores = new ArrayList<>();
    Cider.of(TOKENIZER.tokenizedItems(items))
        .items()
        .forEach((id, score) -> scores.add(items.size() > 1 ? score : null));
    return new Generated(variant.name(), items, scores);
  }

  private static void requireSameVideos(Generated first, Generated other) {
    if (!truth(first).equals(truth(other))) {
      throw new ConfigException(
          "variants must have the same test videos and references, '%s' and '%s' have not"
              .formatted(first.variant(), other.variant()));
    }
  }

  private static List<Captioned> truth(Generated of) {
    return of.items().stream()
        .map(item -> new Captioned(item.id(), item.references(), ""))
        .toList();
  }

  private static Samples shown(
      Sweep sweep,
      long seed,
      List<Generated> generated,
      List<Without> without,
      @Nullable ExampleSelection examples) {
    List<Captioned> items = generated.get(0).items();
    int[] indices = examples == null ? spread(items.size()) : examples.indices(items.size());
    List<Video> videos = new ArrayList<>();
    for (int index : indices) {
      Captioned item = items.get(index);
      List<Caption> captions = generated.stream().map(each -> each.caption(index)).toList();
      videos.add(new Video(index, item.id(), item.references(), captions));
    }
    return new Samples(sweep.name(), seed, TOKENIZER.name(), items.size(), videos, without);
  }

  /** The middle of each of six equal parts; all where there are no more than six. */
  private static int[] spread(int size) {
    int count = Math.min(size, SHOWN_UNLESS_CHOSEN);
    return IntStream.range(0, count).map(i -> (2 * i + 1) * size / (2 * count)).toArray();
  }

  /** What a reader must know to read them right. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        testVideos > 1
            ? "CIDEr-D, from 0 to 10: of the one caption, with word frequencies of all %d test videos, %s tokenizer."
                .formatted(testVideos, tokenizer)
            : "CIDEr-D is not defined where there is but one test video.");
    without.forEach(
        one ->
            notes.add(
                "No captions of '%s' under seed %d: %s."
                    .formatted(one.variant(), seed, one.reason())));
    return notes;
  }

  /** What is shown, in one line. */
  String title() {
    return "%s: captions of %d of %d test videos, seed %d"
        .formatted(sweep, shown.size(), testVideos, seed);
  }
}
