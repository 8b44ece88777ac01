package lamina.sweep;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.Task;
import lamina.config.Trial;
import lamina.config.TrialId;

/**
 * A declared ablation: every variant under every seed. Everything is checked when it is made.
 *
 * @param name names the results folder; letters, digits, dots, dashes and underscores
 * @param seeds at least one, no two equal
 * @param variants at least one; no two of a name, no two of the same experiment
 */
public record Sweep(String name, List<Long> seeds, List<Variant> variants) {
  public Sweep {
    seeds = List.copyOf(seeds);
    variants = List.copyOf(variants);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new ConfigException(
          "sweep name must be letters, digits, dots, dashes and underscores, got '" + name + "'");
    }
    if (seeds.isEmpty()) {
      throw new ConfigException("sweep seeds must be at least one, got 0");
    }
    if (seeds.stream().distinct().count() < seeds.size()) {
      throw new ConfigException("sweep seeds must differ from each other, got " + seeds);
    }
    if (variants.isEmpty()) {
      throw new ConfigException("sweep variants must be at least one, got 0");
    }
    refuseDuplicates(variants);
  }

  /** All trials, seed by seed, so that an early table compares all variants. */
  public List<Trial> trials() {
    List<Experiment<AttentionMask>> resolved =
        variants.stream().map(variant -> variant.experiment().resolved()).toList();
    return seeds.stream()
        .flatMap(seed -> resolved.stream().map(experiment -> new Trial(experiment, seed)))
        .toList();
  }

  /** The identities of {@link #trials}, in their order. */
  public List<TrialId> ids() {
    List<LongFunction<TrialId>> bySeed =
        variants.stream().map(variant -> Trial.ids(variant.experiment())).toList();
    return seeds.stream().flatMap(seed -> bySeed.stream().map(ids -> ids.apply(seed))).toList();
  }

  /** The tasks of the variants, each once. */
  public List<Task> tasks() {
    return variants.stream().map(variant -> variant.experiment().task()).distinct().toList();
  }

  /** The baseline of the first group. */
  public Variant baseline() {
    return baseline(variants.get(0).group());
  }

  /** What a group's variants are compared with: its first without a mask, else its first. */
  public Variant baseline(String group) {
    List<Variant> of = variants.stream().filter(variant -> variant.group().equals(group)).toList();
    return of.stream()
        .filter(variant -> variant.experiment().mask().baseline())
        .findFirst()
        .orElse(of.get(0));
  }

  /**
   * The variant of a name.
   *
   * @throws ConfigException where there is none
   */
  public Variant variant(String name) {
    return variants.stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "variant must be one of %s, got '%s'"
                        .formatted(variants.stream().map(Variant::name).toList(), name)));
  }

  /**
   * One epoch, eight examples, one seed: shows that every variant runs. Of variants that are the
   * same then, as they differ in epochs or examples alone, the first stays.
   */
  public Sweep smoke() {
    Set<TrialId> known = new HashSet<>();
    return new Sweep(
        name + "-smoke",
        seeds.subList(0, 1),
        variants.stream()
            .map(v -> new Variant(v.name(), v.group(), v.axes(), v.experiment().smoke()))
            .filter(v -> known.add(Trial.of(v.experiment(), 0).id()))
            .toList());
  }

  private static void refuseDuplicates(List<Variant> variants) {
    Map<String, Variant> names = new HashMap<>();
    Map<TrialId, Variant> experiments = new HashMap<>();
    for (Variant variant : variants) {
      if (names.put(variant.name(), variant) != null) {
        throw new ConfigException("variant names must differ, got '" + variant.name() + "' twice");
      }
      Variant same = experiments.put(Trial.of(variant.experiment(), 0).id(), variant);
      if (same != null) {
        throw new ConfigException(
            "variants must differ: '%s' and '%s' are the same experiment"
                .formatted(same.name(), variant.name()));
      }
    }
  }
}
