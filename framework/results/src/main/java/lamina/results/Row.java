package lamina.results;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lamina.results.statistics.PairedTest;
import lamina.results.statistics.Summary;

/**
 * A row of a table.
 *
 * @param name of the variant, or of the group
 * @param axes value by axis, for the axes that it has
 * @param summary of the metric over seeds
 * @param parameters trainable numbers; empty where unknown or where a group's variants differ
 * @param cost what the variant costs
 * @param comparison with the baseline; empty for the baseline, or with fewer than two pairs
 * @param holm the comparison's p after Holm's correction
 * @param failed trials without a result
 * @param missing trials that have not run
 */
public record Row(
    String name,
    Map<String, String> axes,
    Summary summary,
    OptionalLong parameters,
    VariantCost cost,
    Optional<PairedTest> comparison,
    double holm,
    int failed,
    int missing) {}
