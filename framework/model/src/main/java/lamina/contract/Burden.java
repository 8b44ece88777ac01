package lamina.contract;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Kind;
import lamina.config.Normalisation;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;

/**
 * What a mechanism takes beside plain attention, in training steps of an encoder with 4 layers, D
 * 64, 4 heads, 25 + 25 tokens and 16 examples.
 *
 * @param stepMillis the median step, with the mechanism
 * @param plainMillis with plain attention, in turn with it
 * @param bytes of the arrays that a forward pass leaves for the backward pass
 * @param plainBytes with plain attention
 */
public record Burden(double stepMillis, double plainMillis, long bytes, long plainBytes) {
  private static final Place PLACE =
      Place.of("the contract", List.of(new Kind("image", 25, 5), new Kind("audio", 25)), false);
  private static final Transformer BACKBONE =
      new Transformer(4, 4, 64, 256, 0, Activation.GELU, Normalisation.PRE);
  private static final Shape INPUT = new Shape(16, 50, 64);
  private static final int STEPS = 7;

  /** Measures, some steps of each in turn. */
  public static Burden of(AttentionMask mask) {
    try (NDManager manager = NDManager.newBaseManager();
        Stepped with = new Stepped(mask, manager);
        Stepped plain = new Stepped(new NoMask(), manager)) {
      for (int i = 0; i <= STEPS; i++) {
        with.step();
        plain.step();
      }
      return new Burden(with.median(), plain.median(), with.bytes, plain.bytes);
    }
  }

  /** An encoder that makes steps. */
  private static final class Stepped implements AutoCloseable {
    private final NDManager manager;
    private final Encoder encoder;
    private final Parameters parameters;
    private final List<Double> millis = new ArrayList<>();
    private long bytes;

    Stepped(AttentionMask mask, NDManager parent) {
      this.manager = parent.newSubManager();
      Declaration all = new Declaration();
      this.encoder = new Encoder(all, BACKBONE, mask, PLACE);
      Frozen frozen = all.frozenTensors().isEmpty() ? null : Frozen.initial(all, 0, manager);
      this.parameters = Parameters.initial(all, frozen, 0, manager);
    }

    void step() {
      long begin = System.nanoTime();
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        NDArray x = pass.manager().randomUniform(-1, 1, INPUT);
        NDArray loss = pass.objective(encoder.forward(pass, x, Visible.ALL).square().mean());
        bytes =
            pass.manager().getManagedArrays().stream()
                .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                .sum();
        pass.backward(loss);
      }
      parameters.takeOver();
      millis.add((System.nanoTime() - begin) / 1e6);
    }

    /** Without the first, which warms up. */
    double median() {
      List<Double> sorted = millis.stream().skip(1).sorted().toList();
      return sorted.get(sorted.size() / 2);
    }

    @Override
    public void close() {
      parameters.close();
      manager.close();
    }
  }
}
