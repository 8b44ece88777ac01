import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.OptionalLong;
import lamina.config.*;
import lamina.mechanism.*;
import lamina.model.*;
import lamina.model.attention.*;

/** A sigmoid in place of the softmax: sigmoid(S + b), where b starts at -log of the greatest number of keys. */
public record SigmoidWeights(@Default("learned") Offset offset) implements Mechanism {
  /** What b is: a number of each head and layer, or the start for good. */
  public enum Offset {
    LEARNED,
    FIXED
  }

  /** Rows no longer add up to 1. */
  @Override
  public Traits traits() {
    return Traits.PLAIN.withWeights(Traits.Weights.NON_NEGATIVE).startingPlain(true);
  }

  @Override
  public Built in(Declaration declare, Site site) {
    double start = -Math.log(site.most().keys());
    int heads = site.backbone().heads();
    PerLayer<Declaration.Tensor> learned =
        offset == Offset.FIXED
            ? null
            : site.eachLayer(
                layer ->
                    declare
                        .in("layer-" + layer)
                        .tensor("offset", Initializer.constant(start), heads));
    return new Scored(site) {
      @Override
      public NDArray weights(Chunk chunk, NDArray scores) {
        NDArray b =
            learned == null
                ? chunk.scalar(start)
                : chunk.get(learned.in(chunk.layer())).reshape(1, heads, 1, 1);
        return chunk.orElse(Activation.sigmoid(scores.add(b)), 0); // what is hidden weighs nothing
      }
    };
  }

  /** No product of matrices more. */
  @Override
  public OptionalLong macs(Site site) {
    return OptionalLong.of(0);
  }
}
