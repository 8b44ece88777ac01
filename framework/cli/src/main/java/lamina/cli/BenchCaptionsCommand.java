package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Time and memory of SwinBERT's captioner at the paper's length, a process a mask. */
@Command(
    name = "captions",
    description = {
      "Measures training steps of SwinBERT's captioner over 50 tokens of a caption and 784 of a video.",
      "Batch 2, 4 layers of width 256, 8 heads, dropout 0.1, all cores; a fresh process a mask, so"
          + " that its peak is its own. Needs the data that ./lamina run fetches.",
    },
    mixinStandardHelpOptions = true)
final class BenchCaptionsCommand implements Callable<Integer> {
  private static final List<String> HEAP = List.of("-Xmx512m", "-XX:+UseSerialGC");
  private static final List<String> MASKS = List.of("none", "sparse", "lam", "multi-lam");
  private static final String LINE = "%-10s %14s %15s%n";

  @Option(
      names = "--steps",
      defaultValue = "3",
      paramLabel = "N",
      description = "measured steps a mask, after a first one (default: ${DEFAULT-VALUE})")
  private int steps;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (steps < 1) {
      throw new ParameterException(spec.commandLine(), "--steps must be at least 1, got " + steps);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(LINE, "mask", "seconds a step", "peak_mebibytes");
    boolean complete = true;
    for (String mask : MASKS) {
      out.flush();
      BenchRow row =
          BenchRow.of(
              HEAP,
              "lamina.training.BenchCaptions",
              List.of(mask, Integer.toString(steps)),
              mask,
              spec.commandLine().getErr());
      out.printf(LINE, mask, row.time(), row.peakMebibytes());
      complete &= row.isComplete();
    }
    out.flush();
    return complete ? Main.DONE : Main.TRIAL_FAILED;
  }
}
