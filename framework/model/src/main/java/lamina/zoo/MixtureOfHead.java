package lamina.zoo;

import static lamina.config.Rule.between;
import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import java.util.OptionalLong;
import lamina.config.Place;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.PerLayer;
import lamina.mechanism.Plain;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.Pass;
import lamina.model.Top;
import lamina.model.attention.HeadProjections;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * MoH: Multi-Head Attention as Mixture-of-Head Attention (arXiv 2410.11842). The first heads are on
 * for every token; of the others, the routed ones, a router chooses some for each token. A gate (B,
 * N, H) multiplies the heads' contexts before they are joined.
 *
 * <p>Source: SkyworkAI/MoH, MoH-DiT's MoHAttention. Its factors are kept, which the paper's formula
 * lacks: gates of shared heads are s times a softmax, those of chosen ones k times probabilities
 * whose sum is 1, and what weighs the two groups is twice a softmax; a router that knows nothing
 * gives plain attention's values where all heads are on. What differs: equal probabilities are
 * chosen by the lower index, and the loss term counts visible tokens alone; the code counts all.
 * All heads are computed: nothing is saved here.
 *
 * @param shared s, how many heads are always on
 * @param routed k, how many of the others are on for a token; 0 only where all are shared
 * @param balance weight of the loss term, a mean over layers; the code's is 0.01
 */
@Origin(family = "heads", paper = "Jin et al., arXiv 2410.11842")
public record MixtureOfHead(
    @Default("1") int shared, @Default("1") int routed, @Default("0.01") double balance)
    implements Mechanism {
  public MixtureOfHead {
    require(shared >= 0, "mask.shared", "be at least 0", shared);
    require(routed >= 0, "mask.routed", "be at least 0", routed);
    notNegative("mask.balance", balance);
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN;
  }

  @Override
  public String label() {
    return "mixture of heads";
  }

  @Override
  public void requireRules(Place place, Transformer backbone) {
    between(0, backbone.heads(), "mask.shared", shared);
    int others = backbone.heads() - shared;
    between(Math.min(1, others), others, "mask.routed", routed);
  }

  @Override
  public Built in(Declaration declare, Site site) {
    return mixture(declare, site, site.backbone().heads());
  }

  /** The same for any number of heads. */
  Mixture mixture(Declaration declare, Site site, int heads) {
    PerLayer<Router> routers =
        site.eachLayer(
            layer -> new Router(declare.in("layer-" + layer), site.width(), shared, routed, heads));
    return new Mixture(site, routers, balance / site.layers().size());
  }

  /** Plain attention whose contexts are multiplied by gates. */
  static final class Mixture extends Plain {
    private final PerLayer<Router> routers;
    private final double weight;

    private Mixture(Site site, PerLayer<Router> routers, double weight) {
      super(site);
      this.routers = routers;
      this.weight = weight;
    }

    @Override
    public NDArray join(
        Pass pass, int layer, HeadProjections heads, NDArray perHead, Sequence read) {
      Routing routing = routers.in(layer).route(pass, read.queries());
      if (routing.probabilities() != null) {
        Visible visible = read.visible();
        NDArray tokens = read.y() == null ? visible.keys() : visible.queries();
        pass.term("balance", weight, routing.balance(pass, tokens));
      }
      NDArray gates = routing.gates().swapAxes(1, 2).expandDims(3);
      return super.join(pass, layer, heads, perHead.mul(gates), read);
    }

    /** What a layer's router makes of its tokens, (B, N, D). */
    Routing routing(Pass pass, int layer, NDArray x) {
      return routers.in(layer).route(pass, x);
    }
  }

  /**
   * What a router says of tokens.
   *
   * @param gates of all heads, (B, N, H)
   * @param probabilities of routed heads, (B, N, E); null where there are none
   * @param chosen ones and zeros, likewise
   */
  record Routing(NDArray gates, @Nullable NDArray probabilities, @Nullable NDArray chosen) {
    private static final int[] TOKENS = {0, 1};

    /**
     * How far heads are from being chosen alike, E times the sum over heads of mean probability
     * times share of tokens: near k where they are. Its gradient goes through probabilities.
     *
     * @param tokens which count, booleans (B, N); null for all
     */
    NDArray balance(Pass pass, @Nullable NDArray tokens) {
      NDArray p = Objects.requireNonNull(probabilities);
      NDArray m = Objects.requireNonNull(chosen);
      Shape shape = p.getShape();
      NDArray count = pass.scalar((double) shape.get(0) * shape.get(1));
      if (tokens != null) {
        NDArray counts = tokens.toType(DataType.FLOAT32, false).expandDims(2);
        p = p.mul(counts);
        m = m.mul(counts);
        count = counts.sum().maximum(pass.scalar(1));
      }
      NDArray product = p.sum(TOKENS).div(count).mul(m.sum(TOKENS).div(count));
      return product.sum().mul(pass.scalar(shape.get(2)));
    }
  }

  /** The three linear maps of a layer, without biases; those that decide nothing are not there. */
  private static final class Router {
    private static final double EPSILON = Math.ulp(1f);

    private final int shared;
    private final int routed;
    private final @Nullable Linear ofRouted;
    private final @Nullable Linear between;
    private final @Nullable Linear ofShared;

    Router(Declaration declare, int width, int shared, int routed, int heads) {
      this.shared = shared;
      this.routed = routed;
      this.ofRouted = routed > 0 ? linear(declare.in("routed"), width, heads - shared) : null;
      this.between = shared > 0 && routed > 0 ? linear(declare.in("between"), width, 2) : null;
      this.ofShared = shared > 1 ? linear(declare.in("shared"), width, shared) : null;
    }

    private static Linear linear(Declaration declare, int width, int out) {
      return Linear.withoutBias(declare, width, out, Initializer.xavier(width, out));
    }

    /** Routes tokens, (B, N, D). */
    Routing route(Pass pass, NDArray x) {
      if (ofRouted == null) {
        return new Routing(gatesOfShared(pass, x), null, null);
      }
      NDArray p = ofRouted.forward(pass, x).softmax(2);
      NDArray chosen = Top.mask(p, routed).toType(DataType.FLOAT32, false);
      NDArray kept = p.mul(chosen);
      NDArray sum = kept.sum(new int[] {2}, true).maximum(pass.scalar(EPSILON));
      NDArray gates = kept.div(sum).mul(pass.scalar(routed));
      if (between == null) {
        return new Routing(gates, p, chosen);
      }
      NDArray groups = between.forward(pass, x).softmax(2).mul(pass.scalar(2));
      NDArray ofFirst = gatesOfShared(pass, x).mul(groups.get(new NDIndex(":, :, 0:1")));
      NDArray ofOthers = gates.mul(groups.get(new NDIndex(":, :, 1:2")));
      return new Routing(NDArrays.concat(new NDList(ofFirst, ofOthers), 2), p, chosen);
    }

    /** (B, N, s), or 1 for a single one. */
    private NDArray gatesOfShared(Pass pass, NDArray x) {
      Shape shape = x.getShape();
      return ofShared == null
          ? pass.scalar(1).broadcast(new Shape(shape.get(0), shape.get(1), 1))
          : ofShared.forward(pass, x).softmax(2).mul(pass.scalar(shared));
    }
  }

  /** What the linear maps and the gates take; heads that are off are computed like the others. */
  @Override
  public OptionalLong macs(Site site) {
    int others = site.backbone().heads() - shared;
    long rows =
        (routed > 0 ? others : 0) + (shared > 0 && routed > 0 ? 2 : 0) + (shared > 1 ? shared : 0);
    long ofToken = site.width() * rows + site.width();
    return OptionalLong.of(site.most().queries() * ofToken * site.layers().size());
  }
}
