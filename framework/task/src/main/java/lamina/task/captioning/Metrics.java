package lamina.task.captioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.Json;
import lamina.data.SentenceEmbeddings;
import lamina.data.captions.References;
import lamina.metric.captions.CaptionEvaluation;
import lamina.metric.captions.CaptionScore;
import lamina.metric.captions.Captioned;
import lamina.metric.captions.Cosine;
import lamina.metric.captions.PlainTokenizer;
import lamina.metric.captions.RecallWithinNeighbours;

/**
 * Captions gathered one by one, and the figures of captioning over them. A metric's name ends with
 * what it depends on: the tokenizer, or what made the sentence embeddings.
 */
final class Metrics {
  private static final int NEIGHBOURS = 16;
  private static final int[] AMONG = {1, 5};

  private final boolean recalls;
  private final List<Captioned> captioned = new ArrayList<>();
  private double loss;
  private long words;

  /**
   * Nothing is added yet.
   *
   * @param recalls whether R@k/N is among the metrics, with a video's first caption as the true
   *     one, where there are N videos
   */
  Metrics(boolean recalls) {
    this.recalls = recalls;
  }

  /** -log p of words of captions that were read. */
  void read(float[] losses) {
    for (float one : losses) {
      loss += one;
    }
    words += losses.length;
  }

  /** Whether all losses are numbers; if not no metric is one. */
  boolean isFinite() {
    return Double.isFinite(loss);
  }

  void add(References references, String caption) {
    captioned.add(new Captioned(references.id(), references.captions(), caption));
  }

  SortedMap<String, Double> values() {
    SortedMap<String, Double> values = new TreeMap<>(Map.of("loss", loss / words));
    if (!isFinite()) {
      return values;
    }
    PlainTokenizer tokenizer = new PlainTokenizer();
    for (CaptionScore score : evaluated(tokenizer).scores()) {
      if (score.corpus() != null) {
        values.put(named(score.metric(), tokenizer.name()), score.corpus());
      }
    }
    if (recalls && captioned.size() >= NEIGHBOURS) {
      addRecalls(values);
    }
    return values;
  }

  private CaptionEvaluation evaluated(PlainTokenizer tokenizer) {
    try {
      return CaptionEvaluation.of(
          captioned, tokenizer, new CaptionEvaluation.Options(null, List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For example {@code bleu-4-plain}. */
  private static String named(String metric, String tokenizer) {
    return metric.toLowerCase(Locale.ROOT).replace('_', '-') + "-" + tokenizer;
  }

  private void addRecalls(SortedMap<String, Double> values) {
    List<float[]> generated =
        SentenceEmbeddings.of(captioned.stream().map(Captioned::candidate).toList());
    List<float[]> truth =
        SentenceEmbeddings.of(captioned.stream().map(one -> one.references().get(0)).toList());
    Cosine similarity = new Cosine(SentenceEmbeddings.ENCODER);
    for (int k : AMONG) {
      values.put(
          "recall-%d-of-%d-%s".formatted(k, NEIGHBOURS, SentenceEmbeddings.ENCODER),
          new RecallWithinNeighbours(k, NEIGHBOURS).of(generated, truth, similarity).recall());
    }
  }

  /** As {@code lamina evaluate captions} reads them. */
  Map<String, String> files() {
    Map<String, List<String>> captions = new LinkedHashMap<>();
    Map<String, List<String>> references = new LinkedHashMap<>();
    for (Captioned one : captioned) {
      captions.put(one.id(), List.of(one.candidate()));
      references.put(one.id(), one.references());
    }
    return Map.of(
        "captions.json", Json.pretty(captions), "references.json", Json.pretty(references));
  }
}
