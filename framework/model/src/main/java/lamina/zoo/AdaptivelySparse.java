package lamina.zoo;

import static lamina.config.Rule.atLeast;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.OptionalLong;
import java.util.function.Function;
import lamina.config.Names;
import lamina.config.Rule;
import lamina.config.Traits;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.PerLayer;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Clamp;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.attention.Chunk;

/**
 * Adaptively sparse attention (Correia, Niculae and Martins, arXiv 1909.00015): alpha-entmax in
 * place of the softmax, [(alpha - 1) S - tau]+ ^ (1 / (alpha - 1)), with the tau of each row that
 * makes its sum 1. Weights may be exactly 0, the more of them the greater alpha. Learned, it is 1 +
 * sigmoid(a), with an a (H) of each layer that starts normal. Held to deep-spin/entmax@c2bec6d,
 * entmax/root_finding.py, in values and gradients.
 *
 * <p>Where that code has a backward pass of its own, here tau is searched for without gradients and
 * then moved by one step of Newton's with them, which gives the same gradients. A head's alpha
 * stays 1.01 or more: nearer to 1 the powers are too great for single precision.
 *
 * @param alpha what the exponent is
 * @param iterations how often the interval of tau is halved; 24 and more are exact in single
 *     precision
 */
@Origin(family = "normaliser", paper = "Correia, Niculae and Martins, arXiv 1909.00015")
public record AdaptivelySparse(@Default("learned") Alpha alpha, @Default("30") int iterations)
    implements Mechanism {
  /** What the exponent of the entmax is: 1 would be softmax. */
  public enum Alpha {
    /** Learned, one a head and layer, from 1.01 to 2. */
    LEARNED,
    /** 1.5. */
    ENTMAX_15,
    /** 2: the nearest distribution to the scores. */
    SPARSEMAX;

    @JsonValue
    public String written() {
      return Names.of(this);
    }

    @JsonCreator
    static Alpha read(String written) {
      return Rule.oneOf(Alpha.class, "mask.alpha", written);
    }
  }

  private static final double LEAST = 1.01;
  private static final double MOST = 2;
  private static final int KEYS = 3;

  public AdaptivelySparse {
    atLeast(1, "mask.iterations", iterations);
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN.startingPlain(alpha != Alpha.LEARNED);
  }

  @Override
  public Built in(Declaration declare, Site site) {
    Function<Chunk, NDArray> exponents = exponents(declare, site);
    return new Scored(site) {
      @Override
      public NDArray weights(Chunk chunk, NDArray scores) {
        return entmax(chunk, scores, exponents.apply(chunk));
      }
    };
  }

  /** What gives alpha - 1 in a chunk, (1, H, 1, 1) or (). */
  private Function<Chunk, NDArray> exponents(Declaration declare, Site site) {
    return switch (alpha) {
      case LEARNED -> {
        int heads = site.backbone().heads();
        PerLayer<Declaration.Tensor> starts =
            site.eachLayer(
                layer -> declare.in("layer-" + layer).tensor("alpha", Initializer.normal(), heads));
        yield chunk -> learned(chunk, chunk.get(starts.in(chunk.layer())));
      }
      case ENTMAX_15 -> chunk -> chunk.scalar(0.5);
      case SPARSEMAX -> chunk -> chunk.scalar(1);
    };
  }

  private static NDArray learned(Chunk chunk, NDArray a) {
    NDArray one = chunk.scalar(1);
    NDArray alpha = Clamp.between(Activation.sigmoid(a).add(one), LEAST, MOST);
    return alpha.sub(one).reshape(1, a.size(), 1, 1);
  }

  /**
   * The weights.
   *
   * @param above alpha - 1
   */
  private NDArray entmax(Chunk chunk, NDArray scores, NDArray above) {
    NDArray z = chunk.hide(scores.mul(above));
    NDArray power = chunk.scalar(1).div(above);
    NDArray near = threshold(chunk, z, above);
    NDArray sums = powers(chunk, z.sub(near), power).sum(new int[] {KEYS}, true);
    NDArray tau = near.add(sums.sub(chunk.scalar(1)).div(slope(chunk, z, near, above)));
    return powers(chunk, z.sub(tau), power);
  }

  /** The last middle of the intervals that tau is in, (B, H, rows, 1): a constant. */
  private NDArray threshold(Chunk chunk, NDArray z, NDArray above) {
    try (NDManager search = chunk.manager().newSubManager()) {
      NDArray constant = constant(z, search);
      NDArray exponent = constant(above, search);
      NDArray one = search.create(1f);
      NDArray half = search.create(0.5f);
      NDArray none = search.create(0f);
      NDArray power = one.div(exponent);
      NDArray least = constant.max(new int[] {KEYS}, true).sub(one);
      NDArray step = one.sub(search.create(1f / chunk.keys()).pow(exponent));
      NDArray middle = least;
      for (int i = 0; i < iterations; i++) {
        step = step.mul(half);
        middle = least.add(step);
        try (NDArray over = constant.sub(middle);
            NDArray positive = over.maximum(none);
            NDArray powers = positive.pow(power)) {
          NDArray enough = powers.sum(new int[] {KEYS}, true).gte(one);
          least = NDArrays.where(enough, middle, least);
        }
      }
      middle.attach(chunk.manager());
      return middle;
    }
  }

  /** How fast a row's sum falls where tau grows, (B, H, rows, 1): a constant. */
  private static NDArray slope(Chunk chunk, NDArray z, NDArray tau, NDArray above) {
    try (NDManager once = chunk.manager().newSubManager()) {
      NDArray exponent = constant(above, once);
      NDArray one = once.create(1f);
      NDArray over = constant(z, once).sub(tau);
      NDArray rates = powers(over, one.sub(exponent).div(exponent), one, once.create(0f));
      NDArray slope = rates.sum(new int[] {KEYS}, true).div(exponent);
      slope.attach(chunk.manager());
      return slope;
    }
  }

  private static NDArray constant(NDArray array, NDManager owner) {
    NDArray constant = array.stopGradient();
    constant.attach(owner);
    return constant;
  }

  /** The powers of what is positive, else 0, and no number that is none in a gradient. */
  private static NDArray powers(Chunk chunk, NDArray over, NDArray power) {
    return powers(over, power, chunk.scalar(1), chunk.scalar(0));
  }

  private static NDArray powers(NDArray over, NDArray power, NDArray one, NDArray none) {
    NDArray positive = over.gt(none);
    return NDArrays.where(positive, NDArrays.where(positive, over, one).pow(power), none);
  }

  /** A power counts as one, as often as one is taken of every score. */
  @Override
  public OptionalLong macs(Site site) {
    long scores = (long) site.backbone().heads() * site.most().queries() * site.most().keys();
    return OptionalLong.of(iterations * scores * site.layers().size());
  }
}
