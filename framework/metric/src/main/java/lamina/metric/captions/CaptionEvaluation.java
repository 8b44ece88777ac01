package lamina.metric.captions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.Json;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of captions: Bleu_1 to Bleu_4, ROUGE_L and CIDEr, and what else is asked for.
 *
 * @param tokenizer the name of what made words of the captions
 * @param scores in the order of the official code
 */
public record CaptionEvaluation(String tokenizer, List<CaptionScore> scores) {

  /** What R@k/N of texts is computed with. */
  private static final Similarity<String> UNIGRAMS = new NgramF1(1);

  public CaptionEvaluation {
    scores = List.copyOf(scores);
  }

  /**
   * What is computed besides.
   *
   * @param meteorJar METEOR's own program; null for no METEOR
   * @param recalls recalls within neighbours, of items in the order of time with one reference each
   */
  public record Options(@Nullable Path meteorJar, List<RecallWithinNeighbours> recalls) {

    /**
     * Checked before any work.
     *
     * @throws ConfigException if there is no such jar
     */
    public Options {
      if (meteorJar != null) {
        Meteor.requireJar(meteorJar);
      }
      recalls = List.copyOf(recalls);
    }
  }

  /**
   * Evaluates.
   *
   * @param items at least one, with raw captions
   * @throws ConfigException naming the rule that is broken
   * @throws IOException where METEOR's program cannot be started
   */
  public static CaptionEvaluation of(
      List<Captioned> items, CaptionTokenizer tokenizer, Options options) throws IOException {
    if (items.isEmpty()) {
      throw new ConfigException("captions must be at least 1, got 0");
    }
    if (!options.recalls.isEmpty()) {
      RecallWithinNeighbours.requireOneReference(items);
    }
    List<Captioned> tokenized = tokenizer.tokenizedItems(items);
    List<CaptionScore> scores = new ArrayList<>(Bleu.of(tokenized));
    if (options.meteorJar != null) {
      scores.add(Meteor.of(tokenized, options.meteorJar));
    }
    scores.add(RougeL.of(tokenized));
    scores.add(Cider.of(tokenized));
    options.recalls.forEach(recall -> scores.add(recall.score(tokenized, UNIGRAMS)));
    return new CaptionEvaluation(tokenizer.name(), scores);
  }

  /** {@code {metric: {"tokenizer": name, "corpus": value, "items": {id: value}}}}, not rounded. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    for (CaptionScore score : scores) {
      ObjectNode metric = json.putObject(score.metric());
      metric.put("tokenizer", tokenizer).put("corpus", score.corpus());
      ObjectNode items = metric.putObject("items");
      score.items().forEach(items::put);
    }
    return json;
  }
}
