package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.data.Checksum;
import lamina.data.TinyData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bits that trials end in, whatever is done to the code: {@code golden/trials.txt} has trials,
 * and {@code golden/bits/VENDOR.txt} a line for each, form and file with its SHA-256, as processors
 * of a vendor compute them in AVX2 with one thread. These files are functions of the trial alone,
 * no time and no machine is in them.
 *
 * <p>A form is {@code whole}, in which all scores under a mask are kept, or {@code chunked}, under
 * {@code -Dlamina.chunkScores=64}, in which they are in many chunks or in the fused kernel. What is
 * fused or kept in both ends in the same parameters, and in other metrics: diagnostics are summed
 * chunk by chunk. Padded words are hidden in all moments; no clip is padded there, so that both
 * padding orders end in the same bits.
 *
 * <p>The lines that are computed are written to {@code target/golden/}, and {@code
 * -Dlamina.golden.print} prints them. They are there to add trials or a vendor from, never to
 * change a line. A trial's line is made by {@code GoldenIdsTest} in {@code script}.
 */
class GoldenBitsTest {
  private static final List<String> FORMS = List.of("whole", "chunked");

  /** The last two where the task has them. */
  private static final List<String> FILES =
      List.of(
          "metrics.jsonl",
          "outcome.json",
          "parameters.safetensors",
          "predictions.jsonl",
          "captions.json");

  /** Of the trials, which are sorted by what they are about: every so many is quick to see. */
  private static final int CORE = 11;

  /**
   * Of all trials, every so many is stopped after an epoch and goes on; of the quick ones, all
   * others: each has to end in the same bits both ways.
   */
  private static final int STOPPED = 5;

  @TempDir Path temporary;

  /** A trial to be run. */
  private record Golden(String name, Trial trial, boolean stopped) {
    static Golden of(int index, String line) {
      String[] parts = line.split("\t");
      Trial trial = Trial.fromJson(parts[2]);
      assertThat(trial.toJson()).as(parts[0]).isEqualTo(parts[2]);
      assertThat(trial.id().hex()).as(parts[0]).isEqualTo(parts[1]);
      return new Golden(parts[0], trial, index % STOPPED == 0);
    }

    Golden theOtherWay() {
      return new Golden(name, trial, !stopped);
    }
  }

  @Test
  void someTrialsEndInTheBitsTheyEndedIn() throws Exception {
    List<Golden> all = trials();
    check(
        "core",
        IntStream.range(0, all.size())
            .filter(i -> i % CORE == 0)
            .mapToObj(i -> all.get(i).theOtherWay())
            .toList());
  }

  @Test
  @Tag("full")
  void allTrialsEndInTheBitsTheyEndedIn() throws Exception {
    List<Golden> all = trials();
    List<String> lines = check("all", all);
    assertThat(lines).isEqualTo(resource("bits/" + vendor() + ".txt"));
  }

  /** Returns the pinned lines of the trials. */
  private List<String> check(String what, List<Golden> trials) throws Exception {
    String vendor = vendor();
    List<CompletableFuture<List<String>>> running =
        FORMS.stream()
            .map(form -> CompletableFuture.supplyAsync(() -> linesOf(form, trials)))
            .toList();
    List<String> lines = new ArrayList<>();
    for (CompletableFuture<List<String>> form : running) {
      lines.addAll(form.get());
    }
    lines.sort(null);
    Path written = Files.createDirectories(Path.of("target/golden"));
    Files.write(written.resolve(what + "-" + vendor + ".txt"), lines);
    if (System.getProperty("lamina.golden.print") != null) {
      lines.forEach(System.out::println);
    }
    List<String> pinned = resource("bits/" + vendor + ".txt");
    assumeTrue(!pinned.isEmpty(), "no bits are pinned for processors of '" + vendor + "'");
    TreeSet<String> names = new TreeSet<>(trials.stream().map(Golden::name).toList());
    List<String> golden = pinned.stream().filter(line -> names.contains(name(line))).toList();
    List<String> differ = new ArrayList<>();
    golden.stream().filter(line -> !lines.contains(line)).forEach(line -> differ.add("- " + line));
    lines.stream().filter(line -> !golden.contains(line)).forEach(line -> differ.add("+ " + line));
    differ.sort(java.util.Comparator.comparing(line -> line.substring(2)));
    assertThat(differ).as("pinned (-) and computed (+)").isEmpty();
    return golden;
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf('\t'));
  }

  /** Trains all trials in one process. */
  private List<String> linesOf(String form, List<Golden> trials) {
    try {
      return train(form, trials);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> train(String form, List<Golden> trials)
      throws IOException, InterruptedException {
    Path data = TinyData.withUnequalTexts(temporary.resolve(form + "-data")).path();
    Path store = temporary.resolve(form);
    Path input = temporary.resolve(form + ".in");
    Path log = temporary.resolve(form + ".log");
    Files.write(input, trials.stream().map(golden -> assignment(store, golden)).toList());
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-Dlamina.chunkScores=" + (form.equals("chunked") ? 64 : 1 << 22),
            "-cp",
            System.getProperty("java.class.path"),
            GoldenTrials.class.getName(),
            data.toString());
    builder.environment().put("ATEN_CPU_CAPABILITY", "avx2");
    builder.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
    builder.environment().put("MKL_CBWR", "AVX2,STRICT");
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process =
        builder
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor()).as(form + ": " + Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = new ArrayList<>();
    for (Golden golden : trials) {
      lines.addAll(lines(form, golden, SmallTrial.folder(store, golden.trial())));
    }
    return lines;
  }

  private static String assignment(Path store, Golden golden) {
    Assignment assignment = SmallTrial.assignment(store, golden.trial());
    return (golden.stopped() ? GoldenTrials.STOPPED : "") + assignment.toLine();
  }

  private static List<String> lines(String form, Golden golden, RunFolder folder)
      throws IOException {
    String outcome = Files.readString(folder.outcome());
    assertThat(Outcome.fromJson(outcome))
        .as(golden.name() + ", " + form + ": " + outcome)
        .isInstanceOf(Outcome.Completed.class);
    List<String> lines = new ArrayList<>();
    for (String file : FILES) {
      Path path = folder.path().resolve(file);
      if (Files.exists(path)) {
        String sum = Checksum.sha256(Files.readAllBytes(path));
        lines.add(String.join("\t", golden.name(), form, file, sum));
      }
    }
    return lines;
  }

  private static List<Golden> trials() throws IOException {
    List<String> lines = resource("trials.txt");
    return IntStream.range(0, lines.size()).mapToObj(i -> Golden.of(i, lines.get(i))).toList();
  }

  /** Empty where there is none. */
  private static List<String> resource(String name) throws IOException {
    try (InputStream in = GoldenBitsTest.class.getResourceAsStream("/golden/" + name)) {
      return in == null
          ? List.of()
          : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static String vendor() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    assumeTrue(Files.exists(cpus), "no /proc/cpuinfo says whose processor this is");
    try (Stream<String> lines = Files.lines(cpus)) {
      List<String> said =
          lines.filter(line -> line.startsWith("vendor_id") || line.startsWith("flags")).toList();
      assumeTrue(said.stream().anyMatch(line -> line.contains(" avx2 ")), "no AVX2 here");
      return said.get(0).substring(said.get(0).indexOf(':') + 1).strip();
    }
  }
}
