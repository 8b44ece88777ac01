package lamina.task.classification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lamina.config.Modality;
import lamina.config.Names;
import lamina.config.Pooling;
import lamina.config.border.Observed;
import lamina.config.border.Observed.Layer;
import lamina.config.border.Observed.Segment;
import lamina.data.Split;
import lamina.task.TokenLabels;

/** What the encoder's tokens are: [class token,] one modality after the other; no padding. */
record TokenNames(Pooling pooling, List<Modality> modalities, int layers) {
  private static final String CLASS_TOKEN = "class token";

  Observed observed(Split split, Data data, List<String> classes, int[] indices) {
    List<Segment> segments = new ArrayList<>();
    if (pooling == Pooling.CLASS_TOKEN) {
      segments.add(new Segment(CLASS_TOKEN, 1));
    }
    modalities.forEach(one -> segments.add(new Segment(one.name(), one.tokens())));
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (Segment segment : segments) {
      labels.put(segment.modality(), TokenLabels.numbered(segment.modality(), segment.tokens()));
    }
    List<Observed.Example> examples =
        Arrays.stream(indices)
            .mapToObj(i -> new Observed.Example(i, classes.get(data.label(i)), labels))
            .toList();
    return new Observed(
        Names.of(split), examples, Collections.nCopies(layers, Layer.self(segments)));
  }
}
