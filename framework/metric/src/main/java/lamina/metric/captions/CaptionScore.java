package lamina.metric.captions;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric's value, of all captions and of each.
 *
 * @param metric for example CIDEr
 * @param corpus not rounded and not a percentage; null where there are too few captions
 * @param items by id, in the order of the references; null where a caption has no value
 */
public record CaptionScore(
    String metric, @Nullable Double corpus, Map<String, @Nullable Double> items) {

  public CaptionScore {
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
  }

  static CaptionScore of(String metric, double corpus, List<Captioned> captioned, double[] items) {
    Map<String, @Nullable Double> byId = new LinkedHashMap<>();
    for (int i = 0; i < items.length; i++) {
      byId.put(captioned.get(i).id(), items[i]);
    }
    return new CaptionScore(metric, corpus, byId);
  }

  /** Where the value of all is the mean of those of each. */
  static CaptionScore mean(String metric, List<Captioned> captioned, double[] items) {
    return of(metric, Arrays.stream(items).average().orElseThrow(), captioned, items);
  }
}
