package lamina.results;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import lamina.config.ConfigException;
import lamina.results.statistics.Holm;
import lamina.results.statistics.PairedTest;
import lamina.results.statistics.Summary;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * Mean and standard deviation of a metric, by variant or by group, compared with a baseline.
 *
 * @param sweep its name
 * @param metric e.g. {@code test/accuracy}
 * @param baselines the rows that others are compared with: one, or one a group
 * @param axes the columns that tell rows apart
 * @param seeds of the sweep, done or not
 * @param columns what a table for people shows; CSV and JSON have all
 */
public record SweepTable(
    String sweep,
    String metric,
    List<String> baselines,
    List<String> axes,
    List<Long> seeds,
    List<Row> rows,
    List<TableColumn> columns) {

  /** The metric that a sweep's table shows when nobody asks for another. */
  public static String mainMetric(Sweep sweep) {
    return "test/" + sweep.baseline().experiment().task().mainMetric();
  }

  private static final Pattern SHARE = Pattern.compile("/(accuracy|mr-|hl-)");

  /** What a row is made of before it is compared. */
  private record Sample(
      String name,
      Map<String, String> axes,
      Map<Long, Double> values,
      OptionalLong parameters,
      VariantCost cost,
      int failed,
      int missing) {}

  /**
   * A row a variant, compared with the baseline of its group.
   *
   * @throws ConfigException for a metric that is not there
   */
  public static SweepTable of(Sweep sweep, Store store, String metric) throws IOException {
    Map<String, String> ofGroups = new HashMap<>();
    Map<String, String> ofRows = new HashMap<>();
    for (Variant variant : sweep.variants()) {
      String baseline =
          ofGroups.computeIfAbsent(variant.group(), group -> sweep.baseline(group).name());
      ofRows.put(variant.name(), baseline);
    }
    return of(sweep, store, metric, ofRows::get);
  }

  /**
   * A row a variant, all compared with one.
   *
   * @throws ConfigException for a metric or a baseline that is not there
   */
  public static SweepTable of(Sweep sweep, Store store, String metric, String baseline)
      throws IOException {
    return of(sweep, store, metric, row -> baseline);
  }

  private static SweepTable of(
      Sweep sweep, Store store, String metric, UnaryOperator<String> baseline) throws IOException {
    List<Outcomes> all = Outcomes.of(sweep, store, metric);
    List<Sample> samples = all.stream().map(each -> sample(each, metric)).toList();
    return compared(sweep, metric, baseline, axes(sweep), samples);
  }

  /**
   * A row for every combination of values on some axes: each seed's mean over the group's variants,
   * for seeds of which no variant is missing. Variants without these axes keep their own rows.
   */
  public static SweepTable by(
      Sweep sweep, Store store, String metric, String baseline, List<String> by)
      throws IOException {
    for (String axis : by) {
      if (!axes(sweep).contains(axis)) {
        throw new ConfigException("axis must be one of " + axes(sweep) + ", got '" + axis + "'");
      }
    }
    List<Outcomes> all = Outcomes.of(sweep, store, metric);
    Map<String, List<Outcomes>> groups = new LinkedHashMap<>();
    for (Outcomes each : all) {
      groups.computeIfAbsent(row(each.variant(), by), name -> new ArrayList<>()).add(each);
    }
    List<Sample> samples =
        groups.entrySet().stream()
            .map(group -> pooled(group.getKey(), group.getValue(), metric, by))
            .toList();
    return compared(sweep, metric, row -> baseline, by, samples);
  }

  /** The same, compared with the row that the sweep's baseline is part of. */
  public static SweepTable by(Sweep sweep, Store store, String metric, List<String> by)
      throws IOException {
    return by(sweep, store, metric, row(sweep.baseline(), by), by);
  }

  /** Whether a metric is a share, which is shown as percent. */
  public static boolean isShare(String metric) {
    return SHARE.matcher(metric).find();
  }

  /** The same with other columns, in their order. */
  public SweepTable showing(List<TableColumn> chosen) {
    return new SweepTable(sweep, metric, baselines, axes, seeds, rows, List.copyOf(chosen));
  }

  /** What differences are to, as part of a sentence. */
  public String baselinesInWords() {
    String names = baselines.stream().map(name -> "'" + name + "'").collect(joining(", "));
    return baselines.size() == 1 ? names : "the baseline of the same group (" + names + ")";
  }

  /** What a reader must know to read the table right. */
  public List<String> notes() {
    return Notes.of(this);
  }

  /** Trials without a result, of all rows. */
  public int failed() {
    return rows.stream().mapToInt(Row::failed).sum();
  }

  /** Trials that have not run, of all rows. */
  public int missing() {
    return rows.stream().mapToInt(Row::missing).sum();
  }

  /** The names of all axes of a sweep, in the order of its variants. */
  public static List<String> axes(Sweep sweep) {
    return sweep.variants().stream().flatMap(v -> v.axes().keySet().stream()).distinct().toList();
  }

  private static Sample sample(Outcomes of, String metric) {
    return new Sample(
        of.variant().name(),
        of.variant().axes(),
        of.metric(metric),
        of.parameters(),
        of.cost(),
        of.failed(),
        of.missing());
  }

  /** The name of the row that a variant is part of, where rows are values on some axes. */
  public static String row(Variant variant, List<String> by) {
    List<String> values = by.stream().map(variant.axes()::get).filter(Objects::nonNull).toList();
    return values.isEmpty() ? variant.name() : String.join(", ", values);
  }

  private static Sample pooled(String name, List<Outcomes> group, String metric, List<String> by) {
    Map<Long, List<Double>> bySeed = new TreeMap<>();
    for (Outcomes each : group) {
      each.metric(metric)
          .forEach((seed, v) -> bySeed.computeIfAbsent(seed, s -> new ArrayList<>()).add(v));
    }
    Map<Long, Double> means = new LinkedHashMap<>();
    bySeed.forEach(
        (seed, values) -> {
          if (values.size() == group.size()) {
            means.put(seed, Summary.of(values).mean());
          }
        });
    Map<String, String> axes = new LinkedHashMap<>(group.get(0).variant().axes());
    axes.keySet().retainAll(by);
    List<OptionalLong> sizes = group.stream().map(Outcomes::parameters).distinct().toList();
    return new Sample(
        name,
        axes,
        means,
        sizes.size() == 1 ? sizes.get(0) : OptionalLong.empty(),
        VariantCost.ofGroup(group.stream().map(Outcomes::cost).toList()),
        group.stream().mapToInt(Outcomes::failed).sum(),
        group.stream().mapToInt(Outcomes::missing).sum());
  }

  private static SweepTable compared(
      Sweep sweep,
      String metric,
      UnaryOperator<String> baseline,
      List<String> axes,
      List<Sample> samples) {
    List<Optional<PairedTest>> tests = new ArrayList<>();
    Set<String> baselines = new LinkedHashSet<>();
    for (Sample sample : samples) {
      Sample base = named(baseline.apply(sample.name()), samples);
      baselines.add(base.name());
      tests.add(sample == base ? Optional.empty() : PairedTest.of(sample.values(), base.values()));
    }
    List<Double> p = tests.stream().flatMap(Optional::stream).map(PairedTest::p).toList();
    double[] holm = Holm.adjust(p);
    List<Row> rows = new ArrayList<>();
    int tested = 0;
    for (int i = 0; i < samples.size(); i++) {
      double adjusted = tests.get(i).isPresent() ? holm[tested++] : Double.NaN;
      rows.add(row(samples.get(i), tests.get(i), adjusted));
    }
    return new SweepTable(
        sweep.name(), metric, List.copyOf(baselines), axes, sweep.seeds(), rows, TableColumn.USUAL);
  }

  private static Sample named(String name, List<Sample> samples) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "variant must be one of %s, got '%s'"
                        .formatted(samples.stream().map(Sample::name).toList(), name)));
  }

  private static Row row(Sample sample, Optional<PairedTest> test, double holm) {
    return new Row(
        sample.name(),
        sample.axes(),
        Summary.of(sample.values().values()),
        sample.parameters(),
        sample.cost(),
        test,
        holm,
        sample.failed(),
        sample.missing());
  }
}
