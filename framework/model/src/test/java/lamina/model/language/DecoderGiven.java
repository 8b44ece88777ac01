package lamina.model.language;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import lamina.config.Randomness;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Parameters;

/** A small decoder whose weights are frozen, with large enough weights to say something. */
record DecoderGiven(Declaration declaration, Decoder decoder, Frozen frozen) {
  static final int[][] TOKENS = {{3, 1, 4, 1, 5}, {9, 2, 6, 5, 3}};

  static DecoderConfig config() {
    return new DecoderConfig(11, 8, 2, 4, 2, 12, 1e-5, 10_000, false);
  }

  static DecoderGiven of(DecoderConfig config, long seed, NDManager manager) {
    Declaration declaration = new Declaration();
    Decoder decoder = new Decoder(declaration.frozen(), config);
    return new DecoderGiven(declaration, decoder, scaled(declaration, seed, manager));
  }

  /** The starting values, matrices 2.5 times as large. */
  private static Frozen scaled(Declaration declaration, long seed, NDManager manager) {
    try {
      return Frozen.of(
          declaration,
          tensor -> {
            float[] values = new float[tensor.size()];
            tensor.start().fill(values, 0, values.length, Randomness.source(seed, tensor.name()));
            for (int i = 0; tensor.isMatrix() && i < values.length; i++) {
              values[i] *= 2.5f;
            }
            return values;
          },
          manager);
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  Parameters parameters(NDManager manager) {
    return Parameters.initial(declaration, frozen, 1, manager);
  }
}
