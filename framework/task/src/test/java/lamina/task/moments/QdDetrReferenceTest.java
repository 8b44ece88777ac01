package lamina.task.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.PaddingOrder;
import lamina.model.Declaration;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.detector.MomentInput;
import lamina.model.detector.MomentOutput;
import lamina.model.detector.Proposals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs, matching, every loss and every gradient against the official code's. */
class QdDetrReferenceTest {
  private static final double OUTPUT_TOLERANCE = 1e-4;
  private static final double GRADIENT_TOLERANCE = 1e-3;

  private static JsonNode gold() throws IOException {
    return Fixtures.read("tensors/qddetr.json");
  }

  @Test
  void theModelHasAsManyParametersAsTheOfficialOne() throws IOException {
    QdDetrGiven small = QdDetrGiven.of(gold(), PaddingOrder.CORRECTED);
    assertThat(small.declaration().size()).isEqualTo(3_778_777);
  }

  @ParameterizedTest
  @CsvSource({
    "no_padding, CORRECTED",
    "no_padding, OFFICIAL",
    "padded_official_mask_order, OFFICIAL",
    "padded_corrected_mask_order, CORRECTED",
  })
  void everyNumberIsTheOfficialOne(String name, PaddingOrder order) throws IOException {
    JsonNode gold = gold();
    JsonNode wanted = null;
    for (JsonNode each : gold.get("cases")) {
      wanted = each.get("case").asText().equals(name) ? each : wanted;
    }
    QdDetrGiven given = QdDetrGiven.of(gold, order);
    try (NDManager manager = NDManager.newBaseManager();
        Parameters parameters = Parameters.initial(given.declaration(), 0, manager)) {
      parameters.set(given.values());
      List<Targets> targets = given.targets(wanted);
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        MomentInput input = given.input(wanted, pass.manager());
        MomentOutput output = given.model().forward(pass, input, true);
        outputs(wanted, output, input);
        losses(pass, wanted, output, input, targets);
        NDArray total = Loss.of(pass, output, input.clips(), targets);
        assertThat(total.getFloat())
            .isCloseTo((float) wanted.get("total").asDouble(), within(1e-3f));
        pass.backward(total);
      }
      gradients(wanted, given, parameters);
    }
  }

  private static void outputs(JsonNode wanted, MomentOutput output, MomentInput input) {
    Proposals first = output.layers().get(0);
    close(output.last().logits(), wanted.get("pred_logits"));
    close(output.last().spans(), wanted.get("pred_spans"));
    close(first.logits(), wanted.get("aux_pred_logits"));
    close(first.spans(), wanted.get("aux_pred_spans"));
    closeWhere(input.clips(), output.saliency(), wanted.get("saliency_scores"));
    closeWhere(input.clips(), output.negativeSaliency(), wanted.get("saliency_scores_neg"));
  }

  private static void losses(
      Pass pass, JsonNode wanted, MomentOutput output, MomentInput input, List<Targets> targets) {
    List<List<Span>> moments = targets.stream().map(Targets::spans).toList();
    JsonNode losses = wanted.get("losses");
    for (int layer = 0; layer < 2; layer++) {
      String suffix = layer == 1 ? "" : "_0";
      ProposalLoss loss = ProposalLoss.of(pass, output.layers().get(layer), moments);
      close(loss.span(), losses.get("loss_span" + suffix));
      close(loss.giou(), losses.get("loss_giou" + suffix));
      close(loss.label(), losses.get("loss_label" + suffix));
    }
    close(SaliencyLoss.of(pass, output, input.clips(), targets), losses.get("loss_saliency"));
    Matching matching = Matching.of(output.last(), moments);
    assertThat(matched(matching, moments)).isEqualTo(matched(wanted.get("matching")));
  }

  /** Proposal of each moment, by example and moment. */
  private static Map<String, Integer> matched(Matching matching, List<List<Span>> moments) {
    Map<String, Integer> matched = new TreeMap<>();
    int at = 0;
    for (int example = 0; example < moments.size(); example++) {
      for (int moment = 0; moment < moments.get(example).size(); moment++) {
        matched.put(example + "/" + moment, matching.proposals().get(at++) - 10 * example);
      }
    }
    return matched;
  }

  private static Map<String, Integer> matched(JsonNode pairs) {
    Map<String, Integer> matched = new TreeMap<>();
    for (int example = 0; example < pairs.size(); example++) {
      JsonNode of = pairs.get(example);
      for (int i = 0; i < of.get(0).size(); i++) {
        matched.put(example + "/" + of.get(1).get(i).asInt(), of.get(0).get(i).asInt());
      }
    }
    return matched;
  }

  private static void gradients(JsonNode wanted, QdDetrGiven given, Parameters parameters) {
    Map<String, Double> squares = new HashMap<>();
    try (NDArray gradient = parameters.flat().getGradient()) {
      float[] values = gradient.toFloatArray();
      int from = 0;
      for (Declaration.Tensor tensor : given.declaration().tensors()) {
        double sum = 0;
        for (int i = from; i < from + tensor.size(); i++) {
          sum += (double) values[i] * values[i];
        }
        from += tensor.size();
        squares.merge(given.officialName(tensor.name()), sum, Double::sum);
      }
    }
    List<String> wrong = new ArrayList<>();
    wanted
        .get("grad_l2")
        .properties()
        .forEach(
            entry -> {
              double official = entry.getValue().asDouble();
              double ours = Math.sqrt(squares.getOrDefault(entry.getKey(), Double.NaN));
              boolean close = Math.abs(ours - official) <= GRADIENT_TOLERANCE * official + 1e-6;
              if (!close) {
                wrong.add(entry.getKey() + " must be " + official + ", got " + ours);
              }
            });
    assertThat(wrong).isEmpty();
    assertThat(squares).hasSize(wanted.get("grad_l2").size());
  }

  private static void close(NDArray actual, JsonNode expected) {
    List<Float> flat = new ArrayList<>();
    flatten(expected, flat);
    float[] values = actual.toFloatArray();
    assertThat(values).hasSize(flat.size());
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(flat.get(i), within((float) OUTPUT_TOLERANCE));
    }
  }

  private static void closeWhere(NDArray real, NDArray actual, JsonNode expected) {
    List<Float> flat = new ArrayList<>();
    flatten(expected, flat);
    boolean[] where = real.toBooleanArray();
    float[] values = actual.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      if (where[i]) {
        assertThat(values[i]).isCloseTo(flat.get(i), within((float) OUTPUT_TOLERANCE));
      }
    }
  }

  private static void flatten(JsonNode node, List<Float> flat) {
    if (node.isArray()) {
      node.forEach(each -> flatten(each, flat));
    } else {
      flat.add((float) node.asDouble());
    }
  }
}
