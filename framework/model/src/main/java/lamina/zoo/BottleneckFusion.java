package lamina.zoo;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.between;
import static lamina.config.Rule.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lamina.config.Kind;
import lamina.config.Place;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Plain;
import lamina.mechanism.Run;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Attention Bottlenecks for Multimodal Fusion (MBT, arXiv 2107.00135). Every modality has an
 * encoder of its own. From some layer on, each of its layers also reads and writes bottleneck
 * tokens z (B, n, D), the same for all modalities; the next z is the mean of what they wrote. What
 * one modality knows of another has gone through z.
 *
 * <p>Source: google-research/scenic, scenic/projects/mbt/model.py. What differs: norms and the
 * non-linearity are the backbone's (flax: epsilon 1e-6, GELU by tanh), padded keys of a modality
 * are hidden, where the code knows no padding, and positions are added to queries and keys where
 * the encoder does so; bottlenecks have none. Tokens of the model, a class token say, belong to the
 * modality behind them.
 *
 * @param bottlenecks n
 * @param fusionLayer the first layer that has them, from 0; the number of layers for none, which
 *     leaves encoders that know nothing of each other
 * @param shareEncoder whether modalities have the same parameters
 */
@Origin(family = "fusion", paper = "Nagrani et al., arXiv 2107.00135")
public record BottleneckFusion(
    @Default("4") int bottlenecks,
    @Default("2") int fusionLayer,
    @Default("false") boolean shareEncoder)
    implements Mechanism {
  private static final double DEVIATION = 0.02;

  public BottleneckFusion {
    atLeast(1, "mask.bottlenecks", bottlenecks);
    atLeast(0, "mask.fusionLayer", fusionLayer);
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN.withWeights(Traits.Weights.NONE).withoutCausal().withoutCross();
  }

  @Override
  public void requireRules(Place place, Transformer backbone) {
    between(0, backbone.layers(), "mask.fusionLayer", fusionLayer);
    require(
        modalities(place).size() > 1,
        "mask",
        "have two modalities or more to fuse in " + place.name(),
        kind());
  }

  @Override
  public Built in(Declaration declare, Site site) {
    return new Fusion(declare, site, this);
  }

  /**
   * Kinds of tokens that go through one encoder.
   *
   * @param name of the last of them
   * @param from number of the first among the place's kinds
   * @param to number of the last, not included
   */
  private record Modality(String name, int from, int to) {
    List<Kind> of(List<Kind> kinds) {
      return kinds.subList(from, to);
    }

    int tokens(List<Kind> kinds) {
      return of(kinds).stream().mapToInt(Kind::tokens).sum();
    }
  }

  /** A place's kinds, those of a single token in front together with the next. */
  private static List<Modality> modalities(Place place) {
    List<Modality> modalities = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < place.queries().size(); i++) {
      Kind kind = place.queries().get(i);
      if (modalities.isEmpty() && kind.tokens() == 1) {
        continue;
      }
      modalities.add(new Modality(kind.name(), from, i + 1));
      from = i + 1;
    }
    return modalities;
  }

  private boolean fuses(int layer) {
    return layer >= fusionLayer;
  }

  /** Encoders, one a modality, and the bottlenecks' start. */
  private static final class Fusion implements Built {
    private final BottleneckFusion config;
    private final List<Modality> modalities;
    private final List<Plain> encoders = new ArrayList<>();
    private final Declaration.@Nullable Tensor start;

    Fusion(Declaration declare, Site site, BottleneckFusion config) {
      this.config = config;
      this.modalities = modalities(site.place());
      for (Modality modality : modalities) {
        encoders.add(
            config.shareEncoder() && !encoders.isEmpty()
                ? encoders.get(0)
                : new Plain(config.shareEncoder() ? shared(site) : alone(site, modality)));
      }
      this.start =
          site.layers().stream().anyMatch(config::fuses)
              ? declare.tensor(
                  "bottlenecks",
                  Initializer.normal(DEVIATION),
                  1,
                  config.bottlenecks(),
                  site.width())
              : null;
    }

    /** What an encoder of one modality is built into. */
    private Site alone(Site site, Modality modality) {
      return with(site, modality.of(site.place().queries()));
    }

    /** The same of the modality with the most tokens. */
    private Site shared(Site site) {
      List<Kind> kinds = site.place().queries();
      return modalities.stream()
          .max(Comparator.comparingInt(modality -> modality.tokens(kinds)))
          .map(most -> alone(site, most))
          .orElseThrow();
    }

    private Site with(Site site, List<Kind> kinds) {
      Place place = Place.of(site.place().name(), andBottlenecks(kinds), true);
      return new Site(
          site.place().padding() ? place.padded() : place,
          site.backbone(),
          site.style(),
          site.traits(),
          site.acts(),
          site.attention());
    }

    private List<Kind> andBottlenecks(List<Kind> kinds) {
      Kind more = new Kind("bottleneck", config.bottlenecks());
      return Stream.concat(kinds.stream(), Stream.of(more)).toList();
    }

    @Override
    public void layer(Declaration declare, int layer) {
      if (config.shareEncoder()) {
        encoders.get(0).layer(declare, layer);
        return;
      }
      for (int i = 0; i < encoders.size(); i++) {
        encoders.get(i).layer(declare.in(modalities.get(i).name()), layer);
      }
    }

    @Override
    public Run begin(Pass pass, Sequence sequence) {
      return new Pathway(this, pass, sequence);
    }

    @Override
    public String form(long examples) {
      return encoders.stream()
          .map(encoder -> encoder.form(examples))
          .distinct()
          .collect(Collectors.joining(" and "));
    }
  }

  /** One forward pass; z is all that layers hand on beside the tokens. */
  static final class Pathway implements Run {
    private final Fusion fusion;
    private final Pass pass;
    private final List<Run> runs;
    private @Nullable NDArray z;

    Pathway(Fusion fusion, Pass pass, Sequence sequence) {
      this.fusion = fusion;
      this.pass = pass;
      this.runs = fusion.encoders.stream().map(encoder -> encoder.begin(pass, sequence)).toList();
      if (fusion.start != null) {
        NDArray first = pass.get(fusion.start);
        long examples = sequence.x().values().getShape().get(0);
        this.z = first.broadcast(examples, first.getShape().get(1), first.getShape().get(2));
      }
    }

    /** The bottlenecks as the last layer left them, (B, n, D); null where there are none. */
    @Nullable NDArray bottlenecks() {
      return z;
    }

    @Override
    public Sequence layer(int layer, Sequence sequence) {
      NDArray shared = fusion.config.fuses(layer) ? z : null;
      List<Kind> kinds = sequence.kinds().queries();
      NDList tokens = new NDList();
      NDArray written = null;
      int from = 0;
      for (int i = 0; i < runs.size(); i++) {
        int to = from + fusion.modalities.get(i).tokens(kinds);
        List<Kind> own = fusion.modalities.get(i).of(kinds);
        Sequence read = part(sequence, from, to, own, shared);
        NDArray out = runs.get(i).layer(layer, read).x().values();
        tokens.add(shared == null ? out : rows(out, 0, to - from));
        if (shared != null) {
          NDArray behind = rows(out, to - from, to - from + fusion.config.bottlenecks());
          written = written == null ? behind : written.add(behind);
        }
        from = to;
      }
      if (written != null) {
        z = written.mul(pass.scalar(1.0 / runs.size()));
      }
      return sequence.with(NDArrays.concat(tokens, 1));
    }

    /** One modality's tokens, and bottlenecks behind them, which all of them see. */
    private Sequence part(
        Sequence all, int from, int to, List<Kind> kinds, @Nullable NDArray shared) {
      NDArray values = rows(all.x().values(), from, to);
      NDArray positions = all.x().positions() == null ? null : rows(all.x().positions(), from, to);
      NDArray keys = all.visible().keys() == null ? null : rows(all.visible().keys(), from, to);
      List<Kind> present = kinds;
      if (shared != null) {
        values = behind(values, shared);
        present = fusion.andBottlenecks(kinds);
        if (positions != null) {
          positions = behind(positions, pass.zeros(like(positions)));
        }
        if (keys != null) {
          NDArray ones = pass.manager().ones(like(keys), DataType.BOOLEAN);
          keys = behind(keys, ones);
        }
      }
      return new Sequence(
          new Tokens(values, positions),
          null,
          keys == null ? Visible.ALL : Visible.keys(keys),
          new Kinds(present, present));
    }

    /** An array's shape with the bottlenecks in place of its tokens. */
    private Shape like(NDArray tokens) {
      long[] shape = tokens.getShape().getShape().clone();
      shape[1] = fusion.config.bottlenecks();
      return new Shape(shape);
    }

    private static NDArray behind(NDArray front, NDArray more) {
      return NDArrays.concat(new NDList(front, more), 1);
    }

    private static NDArray rows(NDArray x, int from, int to) {
      return x.get(new NDIndex(":, " + from + ":" + to));
    }
  }

  @Override
  public OptionalLong macs(Site site) {
    long all = ofLayer(site, site.most().queries());
    long sum = 0;
    for (int layer : site.layers()) {
      for (Modality modality : modalities(site.place())) {
        long own = modality.tokens(site.place().queries());
        sum += ofLayer(site, fuses(layer) ? own + bottlenecks : own);
      }
      sum -= all;
    }
    return OptionalLong.of(sum);
  }

  /** What a layer over tokens takes. */
  private static long ofLayer(Site site, long tokens) {
    long width = site.width();
    return tokens * width * (4 * width + 2 * tokens + 2L * site.backbone().feedForward());
  }
}
