package lamina.task.captioning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lamina.config.Captioner;
import lamina.config.Names;
import lamina.config.border.Observed;
import lamina.config.border.Observed.Layer;
import lamina.config.border.Observed.Segment;
import lamina.data.Split;
import lamina.data.captions.CaptionFeatures;
import lamina.task.TokenLabels;

/** What the tokens of a captioner's encoder are: words where it reads them, pictures and sound. */
record TokenNames(Captioner captioner, int layers) {
  private static final String WORD = "word";
  private static final String VIDEO = "video";
  private static final String AUDIO = "audio";

  Observed observed(Split split, Data data, int[] indices) {
    List<Observed.Example> examples = new ArrayList<>();
    for (int index : indices) {
      Data.Item item = data.items().get(index);
      CaptionFeatures features = data.split().features(item.video());
      Map<String, List<String>> labels = new LinkedHashMap<>();
      if (readsWords()) {
        labels.put(WORD, words(data, index));
      }
      labels.put(VIDEO, TokenLabels.numbered(VIDEO, features.videoTokens()));
      if (data.config().audioTokens() > 0) {
        labels.put(AUDIO, TokenLabels.numbered(AUDIO, features.audioTokens()));
      }
      examples.add(new Observed.Example(index, item.caption(), labels));
    }
    Layer layer = Layer.self(segments(data));
    return new Observed(Names.of(split), examples, Collections.nCopies(layers, layer));
  }

  private boolean readsWords() {
    return captioner.fold(swinBert -> true, adapter -> false);
  }

  /** As the encoder reads them. */
  private static List<String> words(Data data, int index) {
    int[] caption = data.caption(index);
    int length = data.vocabulary().length(caption);
    return Arrays.stream(MaskedWords.everySecondMasked(caption, length))
        .limit(length)
        .mapToObj(data.vocabulary()::token)
        .toList();
  }

  private List<Segment> segments(Data data) {
    List<Segment> segments = new ArrayList<>();
    if (readsWords()) {
      segments.add(new Segment(WORD, data.captionTokens()));
    }
    segments.add(new Segment(VIDEO, data.config().videoTokens()));
    if (data.config().audioTokens() > 0) {
      segments.add(new Segment(AUDIO, data.config().audioTokens()));
    }
    return segments;
  }
}
