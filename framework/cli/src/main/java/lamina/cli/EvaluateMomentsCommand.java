package lamina.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lamina.config.Json;
import lamina.config.border.AtomicFile;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruths;
import lamina.metric.moments.MomentEvaluation;
import lamina.metric.moments.Prediction;
import lamina.metric.moments.Predictions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The figures of QVHighlights' official evaluator. */
@Command(
    name = "moments",
    description = {
      "Evaluates moments and highlights in the format of QVHighlights, with the official metrics.",
      "Writes what the official evaluator writes and prints its brief block.",
    },
    mixinStandardHelpOptions = true)
final class EvaluateMomentsCommand implements Callable<Integer> {
  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "P.jsonl",
      description = "the submission")
  private Path predictions;

  @Option(
      names = "--ground-truth",
      required = true,
      paramLabel = "G.jsonl",
      description = "the annotations")
  private Path groundTruth;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT.json",
      description = "where the metrics go; replaced if it is there, untouched if there is an error")
  private Path out;

  @Option(
      names = "--strict",
      description = "refuse what the official evaluator crashes on instead of counting it as 0")
  private boolean strict;

  @Option(
      names = "--subset",
      description = "leave out the queries that are not in both files instead of refusing them")
  private boolean subset;

  @Option(
      names = "--intervals",
      description = "print 95 %% bootstrap intervals over queries too: of other queries, not seeds")
  private boolean intervals;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    EvaluateCommand.requireFile("--predictions", predictions);
    EvaluateCommand.requireFile("--ground-truth", groundTruth);
    Out.requireFile(out);
    List<Prediction> answers = Predictions.read(predictions);
    List<GroundTruth> truths = GroundTruths.read(groundTruth);
    MomentEvaluation evaluation =
        MomentEvaluation.of(answers, truths, new MomentEvaluation.Options(strict, subset));
    JsonNode json = evaluation.toJson();
    AtomicFile.write(out, Json.pretty(json));
    PrintWriter console = spec.commandLine().getOut();
    print(json.get("brief"), console);
    if (intervals) {
      console.printf(
          "%n95 %% intervals over queries, of %d bootstrap samples:%n", MomentIntervals.RESAMPLES);
      MomentIntervals.lines(MomentIntervals.of(answers, truths, subset)).forEach(console::println);
    }
    console.flush();
    if (evaluation.unanswered() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "queries without a prediction, which count as 0: "
                  + evaluation.unanswered()
                  + " (--subset leaves them out)");
    }
    return Main.DONE;
  }

  private static void print(JsonNode brief, PrintWriter to) {
    int width = brief.properties().stream().mapToInt(m -> m.getKey().length()).max().orElse(1);
    for (Map.Entry<String, JsonNode> metric : brief.properties()) {
      JsonNode value = metric.getValue();
      String shown = value.isNull() ? "-" : String.format(Locale.ROOT, "%.2f", value.doubleValue());
      to.println(String.format(Locale.ROOT, "%-" + width + "s  %6s", metric.getKey(), shown));
    }
    to.flush();
  }
}
