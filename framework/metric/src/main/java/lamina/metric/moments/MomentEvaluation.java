package lamina.metric.moments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.ConfigException;

/**
 * The metrics of QVHighlights, moment retrieval and highlight detection, equal to those of the
 * official evaluator (standalone_eval of moment_detr, MIT) in every digit that it prints.
 *
 * <p>What is evaluated, windows or saliency scores or both, is what the first prediction has.
 */
public final class MomentEvaluation {
  private final Map<LengthRange, MomentRetrieval> retrieval;
  private final Map<HighlightLevel, Highlights> highlights;
  private final boolean windows;
  private final int unanswered;

  /**
   * What is done where the official evaluator stops.
   *
   * @param strict whether to refuse what it crashes on: a query without a prediction, without
   *     windows, predicted or true, without saliency scores or relevant clips, and a range of
   *     length without ground truth. Otherwise such a query counts as 0, and such a range has no
   *     value
   * @param subset whether to leave out queries that are not in both lists
   */
  public record Options(boolean strict, boolean subset) {}

  private MomentEvaluation(
      Map<LengthRange, MomentRetrieval> retrieval,
      Map<HighlightLevel, Highlights> highlights,
      boolean windows,
      int unanswered) {
    this.retrieval = retrieval;
    this.highlights = highlights;
    this.windows = windows;
    this.unanswered = unanswered;
  }

  /**
   * Evaluates.
   *
   * @param predictions in the order of the submission; of several of one query the windows count
   *     together for average precision, and the last one counts for all else
   * @throws ConfigException naming the query, or the range, and the rule that is broken
   */
  public static MomentEvaluation of(
      List<Prediction> predictions, List<GroundTruth> truths, Options options) {
    predictions.forEach(Predictions::check);
    truths.forEach(truth -> GroundTruths.check(truth, "query " + truth.qid()));
    Matched matched = Matched.of(predictions, truths, options);
    Evaluable evaluable = Evaluable.of(matched);
    if (options.strict()) {
      evaluable.requireNothingEmpty(matched);
    }
    Map<LengthRange, MomentRetrieval> retrieval = new EnumMap<>(LengthRange.class);
    if (evaluable.windows()) {
      for (LengthRange range : LengthRange.values()) {
        MomentRetrieval found = MomentRetrieval.of(matched, range);
        if (found != null) {
          retrieval.put(range, found);
        } else if (options.strict()) {
          throw new ConfigException(
              "strict: a ground-truth window must be " + range + ", got none");
        }
      }
    }
    Map<HighlightLevel, Highlights> highlights = new EnumMap<>(HighlightLevel.class);
    if (evaluable.saliency()) {
      for (HighlightLevel level : HighlightLevel.values()) {
        highlights.put(level, Highlights.of(matched, level));
      }
    }
    return new MomentEvaluation(retrieval, highlights, evaluable.windows(), matched.unanswered());
  }

  /**
   * The official evaluator's output: its keys in its order, percentages with two decimals, rounded
   * as it rounds. A range of length without ground truth is null.
   */
  public ObjectNode toJson() {
    return OfficialLayout.of(windows, retrieval, highlights);
  }

  /**
   * Unrounded shares in [0, 1]: mr-map, mr-map@0.5, mr-map@0.75, mr-map-short, mr-map-middle,
   * mr-map-long, mr-r1@0.5, mr-r1@0.7; hl-map-fair, hl-hit1-fair and the same for good and
   * very-good. What has no value is left out.
   */
  public SortedMap<String, Double> metrics() {
    SortedMap<String, Double> metrics = new TreeMap<>();
    retrieval.forEach(
        (range, found) -> {
          boolean full = range == LengthRange.FULL;
          metrics.put(full ? "mr-map" : "mr-map-" + range.key(), found.average());
          if (full) {
            List.of("0.5", "0.75")
                .forEach(t -> metrics.put("mr-map@" + t, found.map()[IouThresholds.index(t)]));
            List.of("0.5", "0.7")
                .forEach(
                    t -> metrics.put("mr-r1@" + t, found.recallAtOne()[IouThresholds.index(t)]));
          }
        });
    highlights.forEach(
        (level, found) -> {
          metrics.put("hl-map-" + level.written(), found.map());
          metrics.put("hl-hit1-" + level.written(), found.hitAtOne());
        });
    return Collections.unmodifiableSortedMap(metrics);
  }

  /** How many queries had no prediction and count as 0. */
  public int unanswered() {
    return unanswered;
  }

  /** By range; what has no value is absent. */
  Map<LengthRange, MomentRetrieval> retrieval() {
    return retrieval;
  }

  /** By level; empty where no saliency scores are submitted. */
  Map<HighlightLevel, Highlights> highlights() {
    return highlights;
  }
}
