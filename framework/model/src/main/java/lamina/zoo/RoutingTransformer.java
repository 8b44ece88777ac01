package lamina.zoo;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.fraction;
import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalLong;
import lamina.config.Names;
import lamina.config.Place;
import lamina.config.Rule;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.PerLayer;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;
import lamina.model.Top;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.HeadProjections;
import lamina.model.attention.Heads;
import org.jspecify.annotations.Nullable;

/**
 * Efficient Content-Based Sparse Attention with Routing Transformers (arXiv 2003.05997). Every head
 * has C means (H, C, d). In each cluster the w queries and the w keys attend to each other whose
 * directions have the greatest dot products with its mean; a token's output is the mean over the
 * clusters that hold its query, and 0 where none does. Means follow their tokens: after a training
 * step they are decay times themselves and the rest what a round of k-means over the batch gives. A
 * loss term draws queries and keys to their nearest means.
 *
 * <p>Source: lucidrains/routing-transformer, KmeansAttention; the authors' TensorFlow code was not
 * run. What differs: means start as seeded random directions, not as tokens of the first batch and
 * ten rounds of k-means; projections have biases like plain attention's; all heads route; equal
 * distances are chosen by the lower token; {@link PaddingRule}. Which tokens are in a cluster
 * depends on all tokens of the example, also on those behind a token or hidden from it, so causal
 * models and hidden pairs are refused.
 *
 * @param clusters C
 * @param window w, how many queries and how many keys a cluster has; fewer where there are fewer
 * @param memories m, learned keys and values that a cluster's queries also see
 * @param decay of the means; the code's is 0.999
 * @param commitment weight of the loss term; the code's is 0.0001
 * @param sharedQk whether keys are the queries divided by their lengths, and tokens see themselves
 *     only where they see nothing else
 * @param padding what padded tokens do
 */
@Origin(family = "clusters", paper = "Roy et al., arXiv 2003.05997")
public record RoutingTransformer(
    @Default("4") int clusters,
    @Default("16") int window,
    @Default("0") int memories,
    @Default("0.999") double decay,
    @Default("0.0001") double commitment,
    @Default("false") boolean sharedQk,
    @Default("visible") PaddingRule padding)
    implements Mechanism {
  private static final int TOKENS = 2;
  private static final int HEAD_WIDTH = 3;

  /** What padded tokens do. */
  public enum PaddingRule {
    /** They are in no cluster, move no mean and have no part in the loss term. */
    VISIBLE,
    /**
     * The code: nobody sees them, but they take places in clusters, move means and are in the loss
     * term, so that what they hold reaches real tokens.
     */
    ORIGINAL;

    @JsonValue
    public String written() {
      return Names.of(this);
    }

    @JsonCreator
    static PaddingRule read(String written) {
      return Rule.oneOf(PaddingRule.class, "mask.padding", written);
    }
  }

  public RoutingTransformer {
    atLeast(1, "mask.clusters", clusters);
    atLeast(1, "mask.window", window);
    atLeast(0, "mask.memories", memories);
    fraction("mask.decay", decay);
    notNegative("mask.commitment", commitment);
  }

  /** Padded tokens take no part. */
  public RoutingTransformer(
      int clusters, int window, int memories, double decay, double commitment, boolean sharedQk) {
    this(clusters, window, memories, decay, commitment, sharedQk, PaddingRule.VISIBLE);
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN.withWeights(Traits.Weights.NONE).wholeRows().withoutCausal();
  }

  @Override
  public void requireRules(Place place, Transformer backbone) {
    require(
        !(sharedQk && place.cross()),
        "mask.sharedQk",
        "be false for " + place.name() + ", whose queries and keys are of other tokens",
        sharedQk);
  }

  @Override
  public Built in(Declaration declare, Site site) {
    return routing(declare, site);
  }

  /** The same, with what tests read. */
  Routing routing(Declaration declare, Site site) {
    PerLayer<Layer> layers =
        site.eachLayer(
            layer ->
                new Layer(
                    declare.in("layer-" + layer),
                    site.backbone().heads(),
                    site.headWidth(),
                    clusters,
                    memories));
    return new Routing(site, this, layers);
  }

  /** What a layer has. */
  private static final class Layer {
    private final Declaration.Tensor means;
    private final Declaration.@Nullable Tensor keys;
    private final Declaration.@Nullable Tensor values;

    Layer(Declaration declare, int heads, int width, int clusters, int memories) {
      this.means = declare.state("means", directions(width), heads, clusters, width);
      this.keys = memory(declare, "memory-keys", heads, clusters, memories, width);
      this.values = memory(declare, "memory-values", heads, clusters, memories, width);
    }

    private static Declaration.@Nullable Tensor memory(
        Declaration declare, String name, int heads, int clusters, int memories, int width) {
      return memories == 0
          ? null
          : declare.tensor(name, Initializer.normal(), heads, clusters, memories, width);
    }

    /** Rows of length 1 in random directions. */
    private static Initializer directions(int width) {
      return (numbers, from, count, random) -> {
        Initializer.normal().fill(numbers, from, count, random);
        for (int row = from; row < from + count; row += width) {
          double squares = 0;
          for (int i = row; i < row + width; i++) {
            squares += (double) numbers[i] * numbers[i];
          }
          for (int i = row; i < row + width; i++) {
            numbers[i] = (float) (numbers[i] / Math.sqrt(squares));
          }
        }
      };
    }
  }

  /** Attention within clusters. */
  static final class Routing extends Scored {
    private final RoutingTransformer config;
    private final PerLayer<Layer> layers;

    private Routing(Site site, RoutingTransformer config, PerLayer<Layer> layers) {
      super(site);
      this.config = config;
      this.layers = layers;
    }

    @Override
    public HeadProjections projections(Declaration declare, int layer) {
      return config.sharedQk()
          ? new SharedProjections(declare, site())
          : super.projections(declare, layer);
    }

    @Override
    public NDArray attend(Pass pass, AttentionInput input) {
      Step step = step(pass, input);
      if (pass.trains()) {
        pass.term("commitment", 1, step.commitment());
        pass.next(layers.in(input.layer()).means, step.next());
      }
      return step.attended();
    }

    @Override
    public String form(long examples) {
      return "own";
    }

    /** One layer's attention in one pass. */
    Step step(Pass pass, AttentionInput input) {
      return new Step(config, layers.in(input.layer()), pass, input, site());
    }
  }

  /** Queries, which are also keys, and values. */
  private static final class SharedProjections implements HeadProjections {
    private final Linear query;
    private final Linear value;
    private final Linear out;
    private final int heads;

    SharedProjections(Declaration declare, Site site) {
      LinearStart start = site.style().start();
      int width = site.width();
      this.query = start.attentionInput(declare.in("query"), width, width);
      this.value = start.attentionInput(declare.in("value"), width, width);
      this.out = start.attentionOutput(declare.in("out"), width, width);
      this.heads = site.backbone().heads();
    }

    @Override
    public int heads() {
      return heads;
    }

    @Override
    public Projected project(Pass pass, NDArray x, NDArray y, NDArray v) {
      NDArray both = Heads.split(query.forward(pass, x), heads);
      return new Projected(both, both, Heads.split(value.forward(pass, v), heads));
    }

    @Override
    public NDArray join(Pass pass, NDArray perHead) {
      return out.forward(pass, Heads.join(perHead));
    }
  }

  /** What one layer computes in one pass. */
  static final class Step {
    private static final double LEAST_LENGTH = 1e-12;
    private static final double OWN_SCORE = -5e4;
    private static final double LEAST_COUNT = 1e-5;

    private final RoutingTransformer config;
    private final Layer layer;
    private final Pass pass;
    private final AttentionInput input;
    private final boolean cross;
    private final double dropout;
    private final NDArray means;
    private final Side queries;
    private final Side keys;

    /**
     * Queries or keys.
     *
     * @param unit divided by their lengths, (B, H, N, d)
     * @param present 1 for those that take part, 0 for the others, (B, 1, N, 1); null for all ones
     * @param nearest 1 at the mean that is nearest, (B, H, N, C)
     * @param members 1 for a cluster's tokens, (B, H, C, N)
     */
    record Side(NDArray unit, @Nullable NDArray present, NDArray nearest, NDArray members) {}

    private Step(
        RoutingTransformer config, Layer layer, Pass pass, AttentionInput input, Site site) {
      if (input.visible().pairs() != null) {
        throw new IllegalArgumentException("clusters cannot hide pairs of tokens");
      }
      this.config = config;
      this.layer = layer;
      this.pass = pass;
      this.input = input;
      this.cross = site.place().cross();
      this.dropout = site.backbone().dropout();
      this.means = pass.get(layer.means).stopGradient();
      NDArray present = present(input.visible().keys());
      this.queries = side(input.q(), cross ? present(input.visible().queries()) : present);
      this.keys = config.sharedQk() ? queries : side(input.k(), present);
    }

    /** Which tokens count, (B, 1, N, 1); null for all. */
    private @Nullable NDArray present(@Nullable NDArray real) {
      return real == null || config.padding() == PaddingRule.ORIGINAL
          ? null
          : number(real).expandDims(1).expandDims(3);
    }

    Side queries() {
      return queries;
    }

    Side keys() {
      return keys;
    }

    private Side side(NDArray x, @Nullable NDArray present) {
      NDArray squares = x.mul(x).sum(new int[] {HEAD_WIDTH}, true);
      NDArray length = squares.maximum(pass.scalar(LEAST_LENGTH * LEAST_LENGTH)).sqrt();
      NDArray unit = x.div(length);
      NDArray near = unit.stopGradient().matMul(means.swapAxes(1, 2));
      NDArray nearest = number(Top.mask(near, 1));
      NDArray ofCluster = near.swapAxes(2, 3);
      if (present == null) {
        return new Side(unit, null, nearest, number(Top.mask(ofCluster, config.window())));
      }
      NDArray row = present.swapAxes(2, 3);
      NDArray hidden = pass.scalar(Double.NEGATIVE_INFINITY);
      NDArray real = row.gt(pass.scalar(0)).broadcast(ofCluster.getShape());
      NDArray chosen = Top.mask(NDArrays.where(real, ofCluster, hidden), config.window());
      return new Side(unit, present, nearest, number(chosen).mul(row));
    }

    /** How far tokens are from their nearest means, which stay where they are; weighted. */
    NDArray commitment() {
      NDArray sum = squares(queries);
      NDArray count = count(queries);
      if (keys != queries) {
        sum = sum.add(squares(keys));
        count = count.add(count(keys));
      }
      Shape shape = means.getShape();
      double each = config.commitment() / ((double) shape.get(0) * shape.get(2));
      return sum.div(count.maximum(pass.scalar(1))).mul(pass.scalar(each));
    }

    private NDArray squares(Side side) {
      NDArray far = side.unit().sub(side.nearest().matMul(means));
      return present(side, far.mul(far)).sum();
    }

    private NDArray count(Side side) {
      Shape shape = side.unit().getShape();
      return side.present() == null
          ? pass.scalar((double) shape.get(0) * shape.get(TOKENS))
          : side.present().sum();
    }

    /** The means after this step. */
    NDArray next() {
      NDArray sums = sums(queries);
      NDArray counts = counts(queries);
      if (keys != queries) {
        sums = sums.add(sums(keys));
        counts = counts.add(counts(keys));
      }
      NDArray squares = sums.mul(sums).sum(new int[] {2}, true);
      NDArray length = squares.maximum(pass.scalar(LEAST_LENGTH * LEAST_LENGTH)).sqrt();
      NDArray some = counts.gt(pass.scalar(0)).broadcast(sums.getShape());
      NDArray target = NDArrays.where(some, sums.div(length), means);
      return means
          .mul(pass.scalar(config.decay()))
          .add(target.mul(pass.scalar(1 - config.decay())));
    }

    /** Sums of the tokens that are nearest to each mean, over the batch: (H, C, d). */
    private NDArray sums(Side side) {
      NDArray near = present(side, side.nearest()).swapAxes(2, 3);
      return near.matMul(side.unit().stopGradient()).sum(new int[] {0});
    }

    /** How many they are, (H, C, 1). */
    private NDArray counts(Side side) {
      return present(side, side.nearest()).sum(new int[] {0, TOKENS}).expandDims(2);
    }

    private static NDArray present(Side side, NDArray x) {
      return side.present() == null ? x : x.mul(side.present());
    }

    /** Attended values, (B, H, Nq, d). */
    NDArray attended() {
      NDArray fromQueries = places(queries);
      NDArray fromKeys = keys == queries ? fromQueries : places(keys);
      NDArray q = fromQueries.matMul(input.q().expandDims(2));
      NDArray ofKeys = config.sharedQk() ? keys.unit() : input.k();
      NDArray k = withMemory(fromKeys.matMul(ofKeys.expandDims(2)), layer.keys);
      NDArray v = withMemory(fromKeys.matMul(input.v().expandDims(2)), layer.values);
      NDArray scale = pass.scalar(1 / Math.sqrt(means.getShape().get(2)));
      NDArray scores = q.mul(scale).matMul(k.swapAxes(3, 4));
      NDArray at = token(fromQueries).expandDims(4);
      NDArray to = token(fromKeys).expandDims(3);
      if (config.sharedQk()) {
        NDArray others = behindMemory(at.neq(to)).broadcast(scores.getShape());
        scores = NDArrays.where(others, scores, pass.scalar(OWN_SCORE));
      }
      NDArray weights = weights(scores, seen(fromQueries, fromKeys, at, to));
      NDArray out = pass.dropout(weights, dropout).matMul(v);
      NDArray sum = fromQueries.swapAxes(3, 4).matMul(out).sum(new int[] {2});
      NDArray clusters = queries.members().sum(new int[] {2}).expandDims(3);
      return sum.div(clusters.add(pass.scalar(LEAST_COUNT)));
    }

    /**
     * Where a cluster's tokens stand, in their order: 1 for the r-th token of a cluster at its
     * place, (B, H, C, w, N). A product with it picks tokens, its transposed one puts them back,
     * both with sums in a fixed order.
     */
    private NDArray places(Side side) {
      NDArray members = side.members();
      Shape shape = members.getShape();
      int places = (int) Math.min(config.window(), shape.get(3));
      NDArray rank = members.cumSum(3).mul(members).expandDims(3);
      NDArray place = pass.manager().arange(1, places + 1, 1, DataType.FLOAT32);
      return number(rank.eq(place.reshape(places, 1)));
    }

    private NDArray withMemory(NDArray tokens, Declaration.@Nullable Tensor memory) {
      if (memory == null) {
        return tokens;
      }
      NDArray learned = pass.get(memory);
      Shape shape = learned.getShape();
      NDArray alike =
          learned
              .expandDims(0)
              .broadcast(
                  tokens.getShape().get(0), shape.get(0), shape.get(1), shape.get(2), shape.get(3));
      return NDArrays.concat(new NDList(alike, tokens), 3);
    }

    /** Numbers of the tokens in their places, (B, H, C, w). */
    private NDArray token(NDArray places) {
      long tokens = places.getShape().get(4);
      NDArray numbers = pass.manager().arange(0, (int) tokens, 1, DataType.FLOAT32);
      return places.matMul(numbers.reshape(tokens, 1)).squeeze(4);
    }

    /** Which pairs of a cluster see each other, (B, H, C, w or 1, m + w); null for all. */
    private @Nullable NDArray seen(NDArray fromQueries, NDArray fromKeys, NDArray at, NDArray to) {
      NDArray seen = input.visible().causal() ? at.gte(to) : null;
      NDArray keys = input.visible().keys();
      if (keys != null) {
        NDArray real = number(keys).reshape(keys.getShape().get(0), 1, 1, -1, 1);
        seen = and(seen, isOne(fromKeys.matMul(real).swapAxes(3, 4)));
        seen = cross ? seen : and(seen, isOne(fromQueries.matMul(real)));
      }
      return seen == null ? null : behindMemory(seen);
    }

    private NDArray isOne(NDArray x) {
      return x.gt(pass.scalar(0));
    }

    private static NDArray and(@Nullable NDArray a, NDArray b) {
      return a == null ? b : a.logicalAnd(b);
    }

    /** Booleans of pairs, with true in front for every memory. */
    private NDArray behindMemory(NDArray pairs) {
      if (layer.keys == null) {
        return pairs;
      }
      Shape shape = pairs.getShape();
      Shape front =
          new Shape(shape.get(0), shape.get(1), shape.get(2), shape.get(3), config.memories());
      NDArray memories = pass.manager().ones(front, DataType.BOOLEAN);
      return NDArrays.concat(new NDList(memories, pairs), 4);
    }

    /** The softmax over what is seen, 0 in rows that see nothing. */
    private NDArray weights(NDArray scores, @Nullable NDArray seen) {
      if (seen == null) {
        return scores.softmax(4);
      }
      NDArray pairs = seen.broadcast(scores.getShape());
      NDArray some = isOne(number(pairs).max(new int[] {4}, true)).broadcast(scores.getShape());
      NDArray hidden = pass.scalar(Double.NEGATIVE_INFINITY);
      NDArray weights =
          NDArrays.where(pairs.logicalOr(some.logicalNot()), scores, hidden).softmax(4);
      return NDArrays.where(some, weights, pass.scalar(0));
    }

    private static NDArray number(NDArray booleans) {
      return booleans.toType(DataType.FLOAT32, false);
    }
  }

  /**
   * By tokens and clusters, as the paper counts: picking a cluster's tokens is a product with ones
   * and zeros here, which it leaves out.
   */
  @Override
  public OptionalLong macs(Site site) {
    long width = site.width();
    long queries = site.most().queries();
    long keys = site.most().keys();
    long distances = (queries + (sharedQk ? 0 : keys)) * clusters * width;
    long pairs = clusters * Math.min(window, queries) * (Math.min(window, keys) + memories);
    long projection = sharedQk ? keys * width * width : 0;
    long more = distances + 2 * width * (pairs - queries * keys) - projection;
    return OptionalLong.of(more * site.layers().size());
  }
}
