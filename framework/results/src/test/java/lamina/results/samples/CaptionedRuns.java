package lamina.results.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.Generation;
import lamina.config.Json;
import lamina.config.MsrVtt;
import lamina.config.Normalisation;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.SwinBert;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.mask.NoMask;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/** A captioning sweep of three variants and two seeds, whose runs are written by hand. */
record CaptionedRuns(Sweep sweep, Store store) {

  static CaptionedRuns in(Path folder) {
    List<Variant> variants = new ArrayList<>();
    for (String name : List.of("no mask", "add, depth 2", "add | depth 4")) {
      variants.add(variant(name, variants.size() + 1));
    }
    return new CaptionedRuns(new Sweep("told", List.of(0L, 7L), variants), new Store(folder));
  }

  private static Variant variant(String name, int layers) {
    return new Variant(
        name,
        Map.of(),
        new Experiment<>(
            new Captioning(
                new MsrVtt(4, 8, 0, 0, 20), new SwinBert(20, 0.5), new Generation(1, 0), 1),
            new FeatureTokens(true),
            new Transformer(layers, 1, 4, 4, 0, Activation.GELU, Normalisation.POST),
            new NoMask(),
            new Training(
                1,
                8,
                new AdamW(0.001, 0.01, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                1,
                Selection.LAST,
                new Stopping.Never())));
  }

  RunFolder folder(int variant, long seed) {
    return store.folder(Trial.of(sweep.variants().get(variant).experiment(), seed).id());
  }

  /**
   * Completes a trial: {@code video-0} and so on, with references {@code a cat 0} and {@code it is
   * 0}.
   */
  void say(int variant, long seed, String... captions) throws IOException {
    Map<String, List<String>> references = new LinkedHashMap<>();
    for (int i = 0; i < captions.length; i++) {
      references.put("video-" + i, List.of("a cat " + i, "it is " + i));
    }
    say(variant, seed, references, captions);
  }

  void say(int variant, long seed, Map<String, List<String>> references, String... captions)
      throws IOException {
    Map<String, List<String>> generated = new LinkedHashMap<>();
    references.keySet().forEach(id -> generated.put(id, List.of(captions[generated.size()])));
    end(
        variant,
        seed,
        new Outcome.Completed(new TreeMap<>(Map.of("test/cider-plain", 0.5)), 1, 1, 1));
    Files.writeString(folder(variant, seed).predicted("captions.json"), Json.pretty(generated));
    Files.writeString(folder(variant, seed).predicted("references.json"), Json.pretty(references));
  }

  void end(int variant, long seed, Outcome outcome) throws IOException {
    Files.createDirectories(folder(variant, seed).path());
    Files.writeString(folder(variant, seed).outcome(), outcome.toJson());
  }
}
