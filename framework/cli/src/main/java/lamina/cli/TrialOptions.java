package lamina.cli;

import java.util.List;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import picocli.CommandLine.Option;

/** Which trial of a sweep is looked into. */
final class TrialOptions {
  @Option(names = "--variant", paramLabel = "NAME", description = "a variant, as tables call it")
  private String variant;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "one of the sweep's seeds (default: its first)")
  private Long seed;

  boolean namesVariant() {
    return variant != null;
  }

  Variant variant(Sweep sweep) {
    List<String> names = sweep.variants().stream().map(Variant::name).toList();
    if (!names.contains(variant)) {
      String got = variant == null ? "none" : "'" + variant + "'";
      throw new ConfigException("--variant must be one of " + names + ", got " + got);
    }
    return sweep.variants().get(names.indexOf(variant));
  }

  long seed(Sweep sweep) {
    if (seed != null && !sweep.seeds().contains(seed)) {
      throw new ConfigException("--seed must be one of " + sweep.seeds() + ", got " + seed);
    }
    return seed == null ? sweep.seeds().get(0) : seed;
  }

  Trial trial(Sweep sweep) {
    return Trial.of(variant(sweep).experiment(), seed(sweep));
  }

  /** E.g. {@code per-layer, add, seed 0}. */
  String name(Sweep sweep) {
    return variant(sweep).name() + ", seed " + seed(sweep);
  }
}
