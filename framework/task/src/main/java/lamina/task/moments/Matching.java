package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lamina.model.detector.Proposals;

/**
 * Which proposals stand for which moments of a batch, at least cost (matcher.py of Moment-DETR): 10
 * times the L1 distance, less the generalised IoU, less 4 times the probability of a moment.
 *
 * @param proposals rows of the flattened proposals, (B · Q)
 * @param spans the moment of each
 */
record Matching(List<Integer> proposals, List<Span> spans) {

  static Matching of(Proposals predicted, List<List<Span>> moments) {
    float[] spans = predicted.spans().toFloatArray();
    NDArray chances = predicted.logits().softmax(2);
    float[] chance = chances.toFloatArray();
    int queries = Math.toIntExact(predicted.logits().getShape().get(1));
    Matching matching = new Matching(new ArrayList<>(), new ArrayList<>());
    for (int example = 0; example < moments.size(); example++) {
      List<Span> wanted = moments.get(example);
      double[][] cost = new double[queries][wanted.size()];
      for (int q = 0; q < queries; q++) {
        int at = 2 * (example * queries + q);
        Span span = new Span(spans[at], spans[at + 1]);
        for (int m = 0; m < wanted.size(); m++) {
          cost[q][m] =
              LossWeights.SPAN * span.l1(wanted.get(m))
                  - LossWeights.GIOU * span.generalizedIou(wanted.get(m))
                  - LossWeights.LABEL * chance[at];
        }
      }
      int[] rows = Hungarian.assign(cost);
      for (int m = 0; m < rows.length; m++) {
        if (rows[m] != Hungarian.FREE) {
          matching.proposals.add(example * queries + rows[m]);
          matching.spans.add(wanted.get(m));
        }
      }
    }
    return matching;
  }
}
