package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lamina.config.Activation;
import lamina.config.FeatureProjections;
import lamina.config.MaskedAttention;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.QdDetr;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import lamina.model.detector.DetectorConfig;
import lamina.model.detector.MomentDetector;
import lamina.model.detector.MomentInput;

/** The model, inputs and targets that the official code was run with. */
record QdDetrGiven(JsonNode gold, Declaration declaration, MomentDetector model) {
  private static final String[] PROJECTIONS = {"query", "key", "value"};

  static QdDetrGiven of(JsonNode gold, PaddingOrder order) {
    JsonNode config = gold.get("config");
    Declaration declaration = new Declaration();
    MomentDetector model =
        MomentDetector.of(
            declaration,
            new QdDetr(
                config.get("num_queries").asInt(),
                config.get("dec_layers").asInt(),
                MaskedAttention.CROSS_ATTENTION,
                order),
            new DetectorConfig(
                config.get("v_feat_dim").asInt(),
                config.get("t_feat_dim").asInt(),
                new FeatureProjections(2, 0),
                new Transformer(
                    config.get("enc_layers").asInt(),
                    config.get("nheads").asInt(),
                    config.get("hidden_dim").asInt(),
                    config.get("dim_feedforward").asInt(),
                    0,
                    Activation.PRELU,
                    Normalisation.POST),
                new NoMask()));
    return new QdDetrGiven(gold, declaration, model);
  }

  /** All parameters, ours in their order, from the formula of the official ones. */
  float[] values() {
    Map<String, JsonNode> official = new HashMap<>();
    gold.get("parameters").forEach(each -> official.put(each.get("name").asText(), each));
    float[] values = new float[declaration.size()];
    int at = 0;
    for (Declaration.Tensor tensor : declaration.tensors()) {
      JsonNode from = official.get(officialName(tensor.name()));
      int skip = part(tensor.name()) * tensor.size();
      for (int i = 0; i < tensor.size(); i++) {
        values[at++] = splitMix(from, skip + i);
      }
    }
    return values;
  }

  /** Which third of PyTorch's one matrix for queries, keys and values a tensor is. */
  private static int part(String name) {
    for (int i = 0; i < PROJECTIONS.length; i++) {
      if (name.contains("attention." + PROJECTIONS[i] + ".")) {
        return i;
      }
    }
    return 0;
  }

  MomentInput input(JsonNode of, NDManager manager) {
    JsonNode lengths = of.get("lens_video_text");
    JsonNode inputs = of.get("inputs");
    JsonNode config = gold.get("config");
    NDArray clips = real(lengths, 0, manager);
    NDArray words = real(lengths, 1, manager);
    return new MomentInput(
        filled(inputs, "video_seed", clips, config.get("v_feat_dim").asInt(), manager),
        clips,
        filled(inputs, "text_seed", words, config.get("t_feat_dim").asInt(), manager),
        words);
  }

  private static NDArray real(JsonNode lengths, int which, NDManager manager) {
    int most = 0;
    for (JsonNode length : lengths) {
      most = Math.max(most, length.get(which).asInt());
    }
    boolean[] real = new boolean[lengths.size() * most];
    for (int i = 0; i < lengths.size(); i++) {
      java.util.Arrays.fill(real, i * most, i * most + lengths.get(i).get(which).asInt(), true);
    }
    return manager.create(real, new Shape(lengths.size(), most));
  }

  private static NDArray filled(
      JsonNode inputs, String seed, NDArray real, int width, NDManager manager) {
    boolean[] mask = real.toBooleanArray();
    float[] values = new float[mask.length * width];
    for (int i = 0; i < values.length; i++) {
      if (mask[i / width]) {
        values[i] =
            splitMix(
                inputs.get(seed).asLong(),
                i,
                inputs.get("lo").asDouble(),
                inputs.get("hi").asDouble());
      }
    }
    Shape shape = real.getShape();
    return manager.create(values, new Shape(shape.get(0), shape.get(1), width));
  }

  List<Targets> targets(JsonNode of) {
    List<Targets> targets = new ArrayList<>();
    for (int i = 0; i < of.get("span_labels_cxw").size(); i++) {
      List<Span> spans = new ArrayList<>();
      of.get("span_labels_cxw")
          .get(i)
          .forEach(span -> spans.add(new Span(span.get(0).asDouble(), span.get(1).asDouble())));
      int clips = of.get("lens_video_text").get(i).get(0).asInt();
      float[] saliency = new float[clips];
      for (int clip = 0; clip < clips; clip++) {
        saliency[clip] = (float) of.get("saliency_all").get(i).get(clip).asDouble();
      }
      List<Targets.Pair> pairs = new ArrayList<>();
      for (int pair = 0; pair < 2; pair++) {
        pairs.add(
            new Targets.Pair(
                of.get("saliency_pos").get(i).get(pair).asInt(),
                of.get("saliency_neg").get(i).get(pair).asInt()));
      }
      targets.add(new Targets(spans, saliency, pairs));
    }
    return targets;
  }

  /** The official name of one of our tensors. */
  String officialName(String ours) {
    String name = ours;
    for (String[] rule : OfficialNames.RULES) {
      name = name.replaceAll(rule[0], rule[1]);
    }
    return name;
  }

  private static float splitMix(JsonNode from, int i) {
    return splitMix(
        from.get("seed").asLong(), i, from.get("lo").asDouble(), from.get("hi").asDouble());
  }

  private static float splitMix(long seed, int i, double low, double high) {
    long z = (seed << 32) + i;
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (float) (low + (high - low) * ((z >>> 11) * 0x1.0p-53));
  }
}
