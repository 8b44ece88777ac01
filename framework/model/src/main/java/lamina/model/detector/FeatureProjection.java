package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import lamina.config.FeatureProjections;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Linear;
import lamina.model.Pass;

/** Frozen features as tokens: (B, N, F) to (B, N, D). See {@link FeatureProjections}. */
final class FeatureProjection {
  private final List<LayerNorm> norms = new ArrayList<>();
  private final List<Linear> linears = new ArrayList<>();
  private final double dropout;

  FeatureProjection(Declaration declare, FeatureProjections config, int features, int width) {
    int in = features;
    for (int i = 0; i < config.layers(); i++) {
      Declaration layer = declare.in("layer-" + i);
      norms.add(new LayerNorm(layer.in("norm"), in));
      linears.add(new Linear(layer.in("linear"), in, width));
      in = width;
    }
    this.dropout = config.dropout();
  }

  NDArray forward(Pass pass, NDArray features) {
    NDArray x = features;
    for (int i = 0; i < linears.size(); i++) {
      x = linears.get(i).forward(pass, pass.dropout(norms.get(i).forward(pass, x), dropout));
      x = i < linears.size() - 1 ? Activation.relu(x) : x;
    }
    return x;
  }
}
