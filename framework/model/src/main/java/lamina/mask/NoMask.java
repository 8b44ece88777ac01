package lamina.mask;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.OptionalLong;
import lamina.config.Traits;
import lamina.mechanism.Buildable;
import lamina.mechanism.Built;
import lamina.mechanism.Origin;
import lamina.mechanism.Plain;
import lamina.mechanism.Site;
import lamina.model.Declaration;

/** Plain attention: the baseline. */
@JsonTypeName("none")
@Origin(family = "baseline")
public record NoMask() implements Buildable {
  @Override
  public Traits traits() {
    return Traits.PLAIN.startingPlain(true);
  }

  @Override
  public boolean actsNowhere() {
    return true;
  }

  @Override
  public boolean baseline() {
    return true;
  }

  @Override
  public String label() {
    return "no mask";
  }

  @Override
  public Built in(Declaration declare, Site site) {
    return new Plain(site);
  }

  @Override
  public OptionalLong macs(Site site) {
    return OptionalLong.of(0);
  }
}
