package lamina.mask;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import lamina.config.AttentionChange;
import lamina.config.OwnMask;
import lamina.config.Place;
import lamina.config.Rule;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Buildable;
import lamina.mechanism.Built;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Plain;
import lamina.mechanism.Run;
import lamina.mechanism.Sequence;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.Pass;

/**
 * A mechanism in some layers of an encoder, and plain attention in the others.
 *
 * @param mask the mechanism
 * @param layers in which it acts
 */
@JsonTypeName("on-layers")
@Origin(family = "combination")
public record OnLayers(AttentionChange mask, LayerChoice layers) implements Mechanism {
  @Override
  public Traits traits() {
    return mask.traits();
  }

  @Override
  public String label() {
    return mask.label() + ", " + layers.written() + " layers";
  }

  @Override
  public void requireRules(Place place, Transformer backbone) {
    mask.requireRules(place, backbone);
    Rule.require(
        layers.of(backbone.layers()).findAny().isPresent(),
        "mask.layers",
        "choose at least one of " + backbone.layers() + " layers",
        layers.written());
    if (mask instanceof Buildable && OwnMask.in(mask).isEmpty()) {
      Site site = Site.of(place, backbone, EncoderStyle.of(backbone), traits());
      in(new Declaration(), site); // where it acts in no layer that is left to it, it says so
    }
  }

  @Override
  public OnLayers resolved(Transformer backbone) {
    return new OnLayers(mask.resolved(backbone), layers);
  }

  @Override
  public Built in(Declaration declare, Site site) {
    Site some = site.in(layer -> layers.has(layer, site.backbone().layers()));
    return new Some(some, Buildable.of(mask).in(declare, some), new Plain(site.with(Traits.PLAIN)));
  }

  @Override
  public OptionalLong macs(Site site) {
    return Buildable.of(mask).macs(site.in(layer -> layers.has(layer, site.backbone().layers())));
  }

  /** Two mechanisms that take turns. */
  private record Some(Site site, Built there, Built elsewhere) implements Built {
    private Built of(int layer) {
      return site.acts().test(layer) ? there : elsewhere;
    }

    @Override
    public void layer(Declaration declare, int layer) {
      of(layer).layer(declare, layer);
    }

    @Override
    public Run begin(Pass pass, Sequence sequence) {
      Map<Built, Run> runs = new HashMap<>();
      runs.put(there, there.begin(pass, sequence));
      runs.put(elsewhere, elsewhere.begin(pass, sequence));
      return new Run() {
        @Override
        public Sequence enter(Sequence tokens) {
          return runs.get(there).enter(tokens);
        }

        @Override
        public Sequence layer(int layer, Sequence tokens) {
          return runs.get(of(layer)).layer(layer, tokens);
        }

        @Override
        public Sequence leave(Sequence tokens) {
          return runs.get(there).leave(tokens);
        }
      };
    }

    @Override
    public Built reading(UnaryOperator<NDArray> tokens) {
      return new Some(site, there.reading(tokens), elsewhere);
    }

    @Override
    public Optional<NDArray> penalty(Pass pass) {
      return there.penalty(pass);
    }

    @Override
    public String form(long examples) {
      return there.form(examples);
    }
  }
}
