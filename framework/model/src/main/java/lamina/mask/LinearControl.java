package lamina.mask;

import static lamina.config.Rule.atLeast;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.OptionalLong;
import lamina.config.Traits;
import lamina.mechanism.Built;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.PerLayer;
import lamina.mechanism.Plain;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.Pass;
import lamina.model.attention.HeadProjections;

/**
 * The control that shows how much of a mask's effect comes from its parameters: no mask, but two
 * more linear layers with a ReLU between them on what each layer's attention gives (the paper's
 * "full attention, same #params"): W2 relu(W1 y + b1) + b2.
 *
 * @param hidden width between the two; the other widths are the backbone's
 * @param residual whether their output is added to what they were given; the paper names none
 */
@JsonTypeName("linear-control")
@Origin(family = "control", paper = "Barrios and Jin, arXiv 2406.02761")
public record LinearControl(int hidden, boolean residual) implements Mechanism {
  public LinearControl {
    atLeast(1, "mask.hidden", hidden);
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN;
  }

  @Override
  public Built in(Declaration declare, Site site) {
    PerLayer<Layers> layers =
        site.eachLayer(layer -> new Layers(declare.in("layer-" + layer), site.width(), hidden));
    return new Plain(site) {
      @Override
      public NDArray join(
          Pass pass, int layer, HeadProjections heads, NDArray perHead, Sequence read) {
        NDArray attended = super.join(pass, layer, heads, perHead, read);
        NDArray given = layers.in(layer).forward(pass, attended);
        return residual ? attended.add(given) : given;
      }
    };
  }

  /** The two linear layers. */
  private record Layers(Linear first, Linear second) {
    Layers(Declaration declare, int width, int hidden) {
      this(
          new Linear(declare.in("linear-0"), width, hidden),
          new Linear(declare.in("linear-1"), hidden, width));
    }

    NDArray forward(Pass pass, NDArray x) {
      return second.forward(pass, Activation.relu(first.forward(pass, x)));
    }
  }

  @Override
  public OptionalLong macs(Site site) {
    long ofLayer = 2L * site.most().queries() * site.width() * hidden;
    return OptionalLong.of(ofLayer * site.layers().size());
  }
}
