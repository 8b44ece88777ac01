package lamina.task.moments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lamina.config.Detector;
import lamina.config.MomentsData;
import lamina.config.Names;
import lamina.config.border.Observed;
import lamina.config.border.Observed.Layer;
import lamina.config.border.Observed.Segment;
import lamina.data.Split;
import lamina.data.moments.MomentFeatures;
import lamina.data.moments.MomentSplit;
import lamina.task.TokenLabels;

/** What the tokens of a detector's encoders are: clips, words and a global token. */
record TokenNames(Detector detector, int layers) {
  private static final String CLIP = "clip";
  private static final String WORD = "word";
  private static final Segment CLIPS = new Segment(CLIP, MomentsData.CLIPS);
  private static final Segment GLOBAL = new Segment("global token", 1);

  Observed observed(Split split, MomentSplit data, int[] indices) {
    List<Observed.Example> examples = new ArrayList<>();
    int longest = 1;
    for (int index : indices) {
      MomentFeatures features = data.features(index);
      int words = Math.max(1, features.words());
      Map<String, List<String>> labels = new LinkedHashMap<>();
      labels.put(GLOBAL.modality(), List.of(GLOBAL.modality()));
      labels.put(CLIP, TokenLabels.numbered(CLIP, features.clips()));
      labels.put(WORD, words(data, index, words));
      examples.add(new Observed.Example(index, data.truth(index).query(), labels));
      longest = Math.max(longest, words);
    }
    return new Observed(Names.of(split), examples, layers(new Segment(WORD, longest)));
  }

  /** Where features are not of these very words, words are numbered. */
  private static List<String> words(MomentSplit data, int index, int count) {
    return data.words(index)
        .filter(words -> words.size() == count)
        .orElseGet(() -> TokenLabels.numbered(WORD, count));
  }

  private List<Layer> layers(Segment words) {
    return detector.fold(
        qdDetr -> {
          List<Layer> both = new ArrayList<>();
          both.addAll(Collections.nCopies(layers, new Layer(List.of(CLIPS), List.of(words))));
          both.addAll(Collections.nCopies(layers, Layer.self(List.of(GLOBAL, CLIPS))));
          return both;
        },
        momentDetr -> Collections.nCopies(layers, Layer.self(List.of(CLIPS, words))));
  }
}
