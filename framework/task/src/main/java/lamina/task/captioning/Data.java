package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import lamina.config.CaptionsData;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.CaptionSplit;
import lamina.data.captions.References;
import lamina.data.text.Tokenizer;
import lamina.model.language.VideoTokens;
import org.jspecify.annotations.Nullable;

/**
 * A split whose features are brought to the device a batch at a time.
 *
 * @param items what is an example: every caption of a video in training, its first one elsewhere
 * @param vocabulary numbers of the captions' tokens
 * @param captionTokens T
 */
record Data(
    CaptionsData config,
    CaptionSplit split,
    List<Item> items,
    Tokenizer vocabulary,
    int captionTokens) {

  /**
   * A caption of a video.
   *
   * @param video its place in the split
   */
  record Item(int video, String caption) {}

  /** Every caption is an example. */
  static Data ofCaptions(
      CaptionsData config, CaptionSplit split, Tokenizer vocabulary, int captionTokens) {
    return of(config, split, References::captions, vocabulary, captionTokens);
  }

  /** Every video is an example. */
  static Data ofVideos(
      CaptionsData config, CaptionSplit split, Tokenizer vocabulary, int captionTokens) {
    return of(
        config,
        split,
        references -> references.captions().subList(0, 1),
        vocabulary,
        captionTokens);
  }

  private static Data of(
      CaptionsData config,
      CaptionSplit split,
      Function<References, List<String>> chosen,
      Tokenizer vocabulary,
      int captionTokens) {
    List<Item> items = new ArrayList<>();
    for (int video = 0; video < split.size(); video++) {
      for (String caption : chosen.apply(split.references(video))) {
        items.add(new Item(video, caption));
      }
    }
    return new Data(config, split, items, vocabulary, captionTokens);
  }

  int size() {
    return items.size();
  }

  References references(int index) {
    return split.references(items.get(index).video());
  }

  int[] caption(int index) {
    return vocabulary.encode(items.get(index).caption(), captionTokens);
  }

  /** The examples at {@code indices}, attached to {@code owner}. */
  Example batch(int[] indices, NDManager owner) {
    List<CaptionFeatures> all =
        Arrays.stream(indices).mapToObj(i -> split.features(items.get(i).video())).toList();
    return new Example(
        tokens(
            all,
            CaptionFeatures::video,
            CaptionFeatures::videoTokens,
            new Shape(all.size(), config.videoTokens(), config.videoFeatures()),
            owner),
        config.audioTokens() == 0 ? null : audio(all, owner),
        Arrays.stream(indices).mapToObj(this::caption).toArray(int[][]::new));
  }

  private @Nullable VideoTokens audio(List<CaptionFeatures> all, NDManager owner) {
    return tokens(
        all,
        CaptionFeatures::audio,
        CaptionFeatures::audioTokens,
        new Shape(all.size(), config.audioTokens(), config.audioFeatures()),
        owner);
  }

  /** Shorter ones are filled up with zeros; where there are none, nothing is marked as real. */
  private static VideoTokens tokens(
      List<CaptionFeatures> all,
      Function<CaptionFeatures, float[]> values,
      ToIntFunction<CaptionFeatures> counts,
      Shape shape,
      NDManager owner) {
    int most = Math.toIntExact(shape.get(1));
    int width = Math.toIntExact(shape.get(2));
    float[] features = new float[all.size() * most * width];
    boolean[] real = new boolean[all.size() * most];
    boolean padded = false;
    for (int i = 0; i < all.size(); i++) {
      int count = counts.applyAsInt(all.get(i));
      System.arraycopy(values.apply(all.get(i)), 0, features, i * most * width, count * width);
      Arrays.fill(real, i * most, i * most + count, true);
      padded |= count < most;
    }
    NDArray marked = padded ? owner.create(real, new Shape(all.size(), most)) : null;
    return new VideoTokens(owner.create(features, shape), marked);
  }
}
