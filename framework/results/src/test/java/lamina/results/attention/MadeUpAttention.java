package lamina.results.attention;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lamina.config.TrialId;
import lamina.config.border.AttentionFile;
import lamina.config.border.Observed;
import lamina.config.border.Observed.Segment;
import lamina.config.border.Safetensors.Tensor;

/**
 * Attention of examples 0 and 3, two heads. In layer 1 two clips attend to three words, of which
 * the second example has two; in layer 2, under one mask for both examples, clips attend to each
 * other; layer 3 is the same without a mask.
 */
public final class MadeUpAttention {
  public static final TrialId TRIAL = new TrialId("0".repeat(64));

  private MadeUpAttention() {}

  /** The k-th value of a mask is k; the heads of layer 1 look at the first and the second word. */
  public static AttentionFile file() {
    List<Segment> clips = List.of(new Segment("clip", 2));
    List<Observed.Layer> layers =
        List.of(
            new Observed.Layer(clips, List.of(new Segment("word", 3))),
            Observed.Layer.self(clips),
            Observed.Layer.self(clips));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    float[] first = {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0};
    float[] both = new float[24];
    System.arraycopy(first, 0, both, 0, 12);
    System.arraycopy(first, 0, both, 12, 12);
    tensors.put("attention/layer-1", new Tensor(new long[] {2, 2, 2, 3}, both));
    tensors.put("mask/layer-1", new Tensor(new long[] {2, 2, 3}, counting(12)));
    float[] uniform = new float[16];
    java.util.Arrays.fill(uniform, 0.5f);
    tensors.put("attention/layer-2", new Tensor(new long[] {2, 2, 2, 2}, uniform));
    tensors.put("mask/layer-2", new Tensor(new long[] {1, 2, 2}, counting(4)));
    tensors.put("attention/layer-3", new Tensor(new long[] {2, 2, 2, 2}, uniform));
    List<Observed.Example> examples =
        List.of(example(0, "a man, a dog", "a", "man", "dog"), example(3, "a dog", "a", "dog"));
    return new AttentionFile(TRIAL, new Observed("test", examples, layers), tensors);
  }

  /** One layer in which tokens attend to each other under a mask; its k-th value is k. */
  public static AttentionFile ofSide(int tokens) {
    List<Segment> image = List.of(new Segment("image", tokens));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "attention/layer-1",
        new Tensor(new long[] {1, 1, tokens, tokens}, counting(tokens * tokens)));
    tensors.put(
        "mask/layer-1", new Tensor(new long[] {1, tokens, tokens}, counting(tokens * tokens)));
    List<String> labels = IntStream.range(0, tokens).mapToObj(i -> "image " + i).toList();
    Observed.Example example = new Observed.Example(0, "large", Map.of("image", labels));
    return new AttentionFile(
        TRIAL,
        new Observed("test", List.of(example), List.of(Observed.Layer.self(image))),
        tensors);
  }

  private static Observed.Example example(int index, String title, String... words) {
    return new Observed.Example(
        index, title, Map.of("clip", List.of("clip 1", "clip 2"), "word", List.of(words)));
  }

  private static float[] counting(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    return values;
  }
}
