package lamina.mask;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.OptionalLong;
import lamina.config.AttentionChange;
import lamina.config.Place;
import lamina.config.Rule;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Buildable;
import lamina.mechanism.Built;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.Site;
import lamina.model.Batch;
import lamina.model.Declaration;

/**
 * The control that shows whether a mask has to be its own example's: the same module, trained in
 * the same way, but an example's scores meet the mask of the next example of the batch, and the
 * last one's that of the first. An example that is alone in its batch has its own.
 *
 * <p>Batches are padded to one length. Where the next example is shorter, rows of M are what the
 * module says of its padding; columns of an example's own padding stay out of sight.
 *
 * @param mask what is handed to the neighbour; it has sides
 */
@JsonTypeName("shuffled")
@Origin(family = "control")
public record ShuffledMask(AttentionChange mask) implements Mechanism {
  public ShuffledMask {
    Rule.require(
        !mask.knowsItself() || mask.traits().sides(),
        "mask",
        "be computed from an example's tokens to be another example's (trait sides)",
        mask.kind());
  }

  @Override
  public Traits traits() {
    return mask.traits().ofBatch(2);
  }

  @Override
  public String label() {
    return "shuffled mask";
  }

  @Override
  public void requireRules(Place place, Transformer backbone) {
    mask.requireRules(place, backbone);
  }

  @Override
  public ShuffledMask resolved(Transformer backbone) {
    return new ShuffledMask(mask.resolved(backbone));
  }

  @Override
  public Built in(Declaration declare, Site site) {
    return Buildable.of(mask).in(declare, site).reading(Batch::rolled);
  }

  @Override
  public OptionalLong macs(Site site) {
    return Buildable.of(mask).macs(site);
  }
}
