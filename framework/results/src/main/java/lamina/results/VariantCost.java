package lamina.results;

import java.util.List;
import java.util.Optional;
import lamina.config.border.MeasuredCost;
import lamina.cost.Cost;

/**
 * What a row's variant costs.
 *
 * @param counted from its shapes; empty for captioning before anything is measured, and for a group
 *     of variants that differ
 * @param measured on some machine; empty where nobody has, and for a group of several variants
 */
public record VariantCost(Optional<Cost> counted, Optional<MeasuredCost> measured) {
  public static final VariantCost UNKNOWN = new VariantCost(Optional.empty(), Optional.empty());

  static VariantCost ofGroup(List<VariantCost> group) {
    boolean same = group.stream().map(VariantCost::counted).distinct().count() == 1;
    return group.size() == 1
        ? group.get(0)
        : new VariantCost(same ? group.get(0).counted() : Optional.empty(), Optional.empty());
  }
}
