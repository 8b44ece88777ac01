package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lamina.config.Json;
import lamina.config.border.AtomicFile;
import lamina.metric.captions.CaptionEvaluation;
import lamina.metric.captions.CaptionFiles;
import lamina.metric.captions.CaptionScore;
import lamina.metric.captions.CaptionTokenizer;
import lamina.metric.captions.RecallWithinNeighbours;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The metrics of pycocoevalcap. */
@Command(
    name = "captions",
    description = {
      "Evaluates captions with BLEU, ROUGE-L and CIDEr-D, equal to the official code.",
      "Writes every metric of all captions and of each, and prints those of all.",
    },
    mixinStandardHelpOptions = true)
final class EvaluateCaptionsCommand implements Callable<Integer> {
  @Option(
      names = "--references",
      required = true,
      paramLabel = "R.json",
      description = "what people wrote: {id: [text, ...]}")
  private Path references;

  @Option(
      names = "--candidates",
      required = true,
      paramLabel = "C.json",
      description = "what was generated: {id: [text]}")
  private Path candidates;

  @Option(
      names = "--tokenizer",
      required = true,
      paramLabel = "NAME",
      description =
          "ptb: the official one, with --ptb-jar; plain: lower case, no punctuation; none: words"
              + " are separated by blanks already")
  private String tokenizer;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "OUT.json",
      description = "where the metrics go; replaced if it is there, untouched if there is an error")
  private Path out;

  @Option(
      names = "--ptb-jar",
      paramLabel = "JAR",
      description = "stanford-corenlp-3.4.1.jar, for --tokenizer ptb")
  private Path ptbJar;

  @Option(
      names = "--meteor-jar",
      paramLabel = "JAR",
      description = "meteor-1.5.jar with its data beside it, for METEOR as well")
  private Path meteorJar;

  @Option(
      names = "--recall",
      split = ",",
      paramLabel = "K/N",
      description =
          "R@k/N as well, e.g. 1/16,5/16: R.json is in the order of time, one text an id;"
              + " similarity is the F1 of words")
  private List<String> recalls = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    EvaluateCommand.requireFile("--references", references);
    EvaluateCommand.requireFile("--candidates", candidates);
    EvaluateCommand.requirePlaceForFile("--out", out);
    CaptionTokenizer words = CaptionTokenizer.of(tokenizer, ptbJar);
    CaptionEvaluation.Options options =
        new CaptionEvaluation.Options(
            meteorJar, recalls.stream().map(RecallWithinNeighbours::parse).toList());
    CaptionEvaluation evaluation =
        CaptionEvaluation.of(CaptionFiles.read(references, candidates), words, options);
    AtomicFile.write(out, Json.pretty(evaluation.toJson()));
    print(evaluation, spec.commandLine().getOut());
    return Main.DONE;
  }

  private static void print(CaptionEvaluation evaluation, PrintWriter to) {
    String first = "tokenizer";
    int width =
        evaluation.scores().stream()
            .mapToInt(score -> score.metric().length())
            .reduce(first.length(), Math::max);
    String format = "%-" + width + "s  %7s";
    to.println(String.format(Locale.ROOT, format, first, evaluation.tokenizer()));
    for (CaptionScore score : evaluation.scores()) {
      String shown =
          score.corpus() == null ? "-" : String.format(Locale.ROOT, "%.4f", score.corpus());
      to.println(String.format(Locale.ROOT, format, score.metric(), shown));
    }
    to.flush();
  }
}
