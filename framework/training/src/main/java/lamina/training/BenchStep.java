package lamina.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;

/** A training step on random tokens, run again and again. */
final class BenchStep implements AutoCloseable {
  private final NDManager manager;
  private final Encoder encoder;
  private final Parameters parameters;
  private final AdamWStep optimizer;
  private final NDArray input;
  private final List<Double> seconds = new ArrayList<>();

  BenchStep(NDManager parent, Transformer backbone, AttentionMask mask, NDArray input) {
    this.manager = parent.newSubManager();
    Declaration declaration = new Declaration();
    int tokens = Math.toIntExact(input.getShape().get(1));
    this.encoder = new Encoder(declaration, backbone, mask, tokens);
    this.parameters = Parameters.initial(declaration, 0, manager);
    this.optimizer = new AdamWStep(new AdamW(1e-3, 0.01, 0.9, 0.999, 1e-8), 1, parameters, manager);
    this.input = input;
  }

  void run(boolean counts) {
    long begin = System.nanoTime();
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray tokens = pass.zeros(input.getShape()).add(input);
      pass.backward(encoder.forward(pass, tokens, Visible.ALL).square().mean());
    }
    optimizer.step(1e-3);
    if (counts) {
      seconds.add((System.nanoTime() - begin) / 1e9);
    }
  }

  double medianSeconds() {
    List<Double> sorted = seconds.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  @Override
  public void close() {
    manager.close();
  }
}
