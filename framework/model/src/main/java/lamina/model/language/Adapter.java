package lamina.model.language;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lamina.config.ConfigException;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * LLaMA-Adapter (Zhang et al., arXiv 2303.16199, section 3): A learned prompts for each of a
 * decoder's last layers, read through that layer's own projections and at no position. What is
 * attended of them, under a softmax of its own, is added to the layer's attention times tanh(g),
 * with a gate g a head that starts at zero: at first the decoder is what it was.
 *
 * <p>Declared on a trainable declaration beside a frozen decoder, it is all that is trained: L (A D
 * + H) numbers for L prompted layers.
 */
public final class Adapter {
  private final Decoder decoder;
  private final int first;
  private final int count;
  private final List<Declaration.Tensor> prompts = new ArrayList<>();
  private final List<Declaration.Tensor> gates = new ArrayList<>();

  /**
   * Declares prompts and gates.
   *
   * @param layers how many of the decoder's last layers are prompted
   * @param count A
   */
  public Adapter(Declaration declare, Decoder decoder, int layers, int count) {
    DecoderConfig config = decoder.config();
    if (layers < 1 || layers > config.layers()) {
      throw new ConfigException(
          "adapter.layers must be between 1 and the decoder's %d, got %d"
              .formatted(config.layers(), layers));
    }
    if (count < 1) {
      throw new ConfigException("adapter.prompts must be at least 1, got " + count);
    }
    this.decoder = decoder;
    this.first = config.layers() - layers;
    this.count = count;
    for (int layer = first; layer < config.layers(); layer++) {
      Declaration here = declare.in("layer-" + layer);
      prompts.add(here.tensor("prompts", Initializer.normal(), count, config.width()));
      gates.add(here.tensor("gates", Initializer.constant(0), config.heads()));
    }
  }

  /**
   * Prompts for one or more reads of the same sequences.
   *
   * @param added what is added to every layer's learned prompts, (B, A, D): what another encoder
   *     says of an example, see {@link PromptProjection}; null for nothing
   */
  public Prompts forward(Pass pass, @Nullable NDArray added) {
    return forward(pass, added, null);
  }

  /**
   * The same where some of what is added is padding.
   *
   * @param real which prompts are read, booleans (B, A); at least one of each sequence
   */
  public Prompts forward(Pass pass, @Nullable NDArray added, @Nullable NDArray real) {
    List<Prompt> layers = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      NDArray learned = pass.get(prompts.get(i)).expandDims(0);
      NDArray prompt = added == null ? learned : learned.add(checked(added));
      KeyValues read = decoder.attention(first + i).read(pass, prompt);
      NDArray openness = pass.get(gates.get(i)).tanh().reshape(1, -1, 1, 1);
      layers.add(new Prompt(read, openness, real));
    }
    return new Prompts(first, layers);
  }

  private NDArray checked(NDArray added) {
    long[] shape = added.getShape().getShape();
    if (shape.length != 3 || shape[1] != count || shape[2] != decoder.config().width()) {
      throw new IllegalArgumentException(
          "what is added to prompts must be of shape (B, %d, %d), got %s"
              .formatted(count, decoder.config().width(), added.getShape()));
    }
    return added;
  }
}
