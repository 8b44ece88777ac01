package lamina.metric.moments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lamina.config.Json;
import org.jspecify.annotations.Nullable;

/** The JSON that the official evaluator writes, in the order of its keys. */
final class OfficialLayout {
  private static final int DECIMALS = 2;
  private static final List<LengthRange> BY_KEY =
      List.of(LengthRange.FULL, LengthRange.LONG, LengthRange.MIDDLE, LengthRange.SHORT);

  private OfficialLayout() {}

  /** Ranges that are not in the map are null; without windows no range is mentioned. */
  static ObjectNode of(
      boolean windows,
      Map<LengthRange, MomentRetrieval> retrieval,
      Map<HighlightLevel, Highlights> highlights) {
    ObjectNode json = Json.object();
    ObjectNode brief = json.putObject("brief");
    if (windows) {
      putBrief(brief, retrieval);
    }
    highlights.forEach(
        (level, found) -> {
          brief.put(level.key() + "-mAP", percent(found.map()));
          brief.put(level.key() + "-Hit1", percent(found.hitAtOne()));
          json.putObject(level.key())
              .put("HL-mAP", percent(found.map()))
              .put("HL-Hit1", percent(found.hitAtOne()));
        });
    if (windows) {
      BY_KEY.forEach(range -> json.set(range.key(), of(retrieval.get(range))));
    }
    return json;
  }

  private static void putBrief(ObjectNode brief, Map<LengthRange, MomentRetrieval> retrieval) {
    MomentRetrieval full = retrieval.get(LengthRange.FULL);
    put(brief, "MR-full-R1@0.5", full, found -> at("0.5", found.recallAtOne()));
    put(brief, "MR-full-R1@0.7", full, found -> at("0.7", found.recallAtOne()));
    put(brief, "MR-full-mAP", full, MomentRetrieval::average);
    put(brief, "MR-full-mAP@0.5", full, found -> at("0.5", found.map()));
    put(brief, "MR-full-mAP@0.75", full, found -> at("0.75", found.map()));
    for (LengthRange range : BY_KEY.subList(1, BY_KEY.size())) {
      put(brief, "MR-" + range.key() + "-mAP", retrieval.get(range), MomentRetrieval::average);
    }
  }

  private static void put(
      ObjectNode brief,
      String key,
      @Nullable MomentRetrieval found,
      Function<MomentRetrieval, Double> value) {
    brief.put(key, found == null ? null : percent(value.apply(found)));
  }

  private static @Nullable ObjectNode of(@Nullable MomentRetrieval found) {
    if (found == null) {
      return null;
    }
    ObjectNode json = Json.object();
    ObjectNode map = json.putObject("MR-mAP");
    ObjectNode recall = json.putObject("MR-R1");
    for (int t = 0; t < IouThresholds.COUNT; t++) {
      map.put(IouThresholds.key(t), percent(found.map()[t]));
      recall.put(IouThresholds.key(t), percent(found.recallAtOne()[t]));
    }
    map.put("average", percent(found.average()));
    return json;
  }

  private static double at(String threshold, double[] values) {
    return values[IouThresholds.index(threshold)];
  }

  /** As Python's '%.2f' rounds: the number that the double is, to the even digit if halfway. */
  static Double percent(double share) {
    return new BigDecimal(100 * share).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
  }
}
