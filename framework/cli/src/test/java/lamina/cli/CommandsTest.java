package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.TrialId;
import lamina.config.border.Outcome;
import lamina.data.own.OwnFiles;
import lamina.script.Scripts;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final String SCRIPT =
      """
      val base = experiment(
          task = classification(garmentsAndVoices()),
          encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)),
          backbone = transformer(layers = 1, heads = 1, width = 4),
          training = training(epochs = 1, batch = 8, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("s") {
          seeds(0..1)
          variant(base)
          variant(base.with(learnableMask()))
      }
      """;

  @TempDir Path temporary;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path script;

  @BeforeEach
  void writeScript() throws IOException {
    script = Files.writeString(temporary.resolve("s.lamina.kts"), SCRIPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "run --help",
        "status --help",
        "table --help",
        "compare --help",
        "plot --help",
        "attention --help",
        "report --help",
        "export --help",
        "data --help",
        "data fetch --help",
        "data add --help",
        "data list --help",
        "data describe --help",
        "evaluate --help",
        "evaluate moments --help",
        "doctor --help",
        "bench --help",
        "bench attention --help"
      })
  void everyCommandHelps(String line) {
    assertThat(execute(line.split(" "))).isZero();
    assertThat(out.toString()).startsWith("Usage: lamina");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aTableIsPrintedOfWhatIsThere() throws IOException {
    complete(0, 0.5);
    complete(1, 0.75);
    assertThat(execute("table", script.toString(), "--store", store())).isZero();
    assertThat(out.toString()).contains("no mask", "50.00", "learnable mask", "75.00", "missing");
  }

  @Test
  void aComparisonTurnsTheTableAround() throws IOException {
    for (int i = 0; i < 4; i++) {
      complete(i, i % 2 == 0 ? 0.5 + 0.1 * i : 0.75);
    }
    assertThat(execute("compare", script.toString(), "--to", "learnable mask", "--store", store()))
        .isZero();
    assertThat(out.toString()).contains("Difference to 'learnable mask'");
  }

  @Test
  void aPlotOfCurvesIsWritten() throws IOException {
    Sweep sweep = new Scripts(temporary.resolve("cache")).load(script);
    Path run = new Store(Path.of(store())).folder(sweep.trials().get(0).id()).path();
    Files.createDirectories(run);
    Files.writeString(
        run.resolve("metrics.jsonl"), "{\"epoch\":1,\"split\":\"validation\",\"accuracy\":0.5}\n");
    Path picture = temporary.resolve("curves.svg");
    assertThat(
            execute(
                "plot",
                script.toString(),
                "--store",
                store(),
                "--kind",
                "curves",
                "--out",
                picture.toString()))
        .isZero();
    assertThat(out.toString()).contains("accuracy by epoch");
    assertThat(picture).content().startsWith("<svg");
  }

  @Test
  void aPlotThatCannotBeDrawnSaysWhy() {
    String file = script.toString();
    refused(
        "--out must end in .png, .svg or .pdf, got x.gif",
        "plot",
        file,
        "--kind",
        "curves",
        "--out",
        "x.gif");
    refused("--x must name an axis", "plot", file, "--kind", "ablation", "--out", "x.png");
    refused(
        "x must be an axis of the sweep, one of [], got 'mask.depth'",
        "plot",
        file,
        "--kind",
        "ablation",
        "--x",
        "mask.depth",
        "--out",
        "x.png");
  }

  @Test
  void aPictureOfTheInsideSaysWhatItNeeds() throws IOException {
    refusedPlot("--variant must be one of [no mask, learnable mask], got none", "heatmap");
    refusedPlot(
        "--variant must be one of [no mask, learnable mask], got 'x'", "heatmap", "--variant", "x");
    refusedPlot(
        "--seed must be one of [0, 1], got 7", "heatmap", "--variant", "no mask", "--seed", "7");
    refusedPlot(
        "--example must be at least 0, got -1",
        "heatmap",
        "--variant",
        "no mask",
        "--example",
        "-1");
    refusedPlot(
        "--kind heatmap must have none but [--variant, --seed, --example, --layer, --of],"
            + " got --color",
        "heatmap",
        "--color",
        "mask.depth");
    refusedPlot(
        "--variant must be another than the baseline, got 'no mask'",
        "histogram",
        "--variant",
        "no mask");
    refusedPlot("--kind drift must have either --variant or --color, got neither", "drift");
    refusedPlot("a trial must be completed to draw its entropy, got none", "entropy");
    refusedPlot(
        "a trial must be completed to look inside it, got " + id(1).brief() + " that is pending",
        "heatmap",
        "--variant",
        "learnable mask");
    refused(
        "--out must end in .safetensors, got x.npz",
        "attention",
        script.toString(),
        "--out",
        "x.npz");
    refused(
        "--examples must be numbers and rising ranges as in 0-3,7, got '3-1'",
        "attention",
        script.toString(),
        "--examples",
        "3-1",
        "--out",
        "x.safetensors");
  }

  @Test
  void entropyIsDrawnByLayer() throws IOException {
    write(
        0,
        new Outcome.Completed(
            new TreeMap<>(Map.of("test/attention.entropy/layer-1", 0.5)), 1, 1, 1));
    Path picture = temporary.resolve("entropy.svg");
    assertThat(
            execute(
                "plot",
                script.toString(),
                "--store",
                store(),
                "--kind",
                "entropy",
                "--out",
                picture.toString()))
        .isZero();
    assertThat(out.toString()).contains("entropy of attention by layer: no mask 0.500");
    assertThat(picture).content().startsWith("<svg");
  }

  private void refusedPlot(String message, String kind, String... more) {
    List<String> line = new ArrayList<>(List.of("plot", script.toString(), "--kind", kind));
    line.addAll(List.of("--store", store(), "--out", "x.png"));
    line.addAll(List.of(more));
    refused(message, line.toArray(String[]::new));
  }

  @Test
  void trialsAreRowsOfATableOfTheirOwn() throws IOException {
    complete(0, 0.5);
    String file = script.toString();
    assertThat(execute("table", file, "--trials", "--format", "csv", "--store", store())).isZero();
    assertThat(out.toString())
        .startsWith("variant,seed,state,failure,parameters,seconds,test/accuracy\n")
        .contains("no mask,0,completed,,1,,0.5\n", "learnable mask,1,pending,,,,\n");
    refused(
        "--format must be text, markdown, csv or json for --trials, got html",
        "table",
        file,
        "--trials",
        "--format",
        "html");
    refused("--by must not be given with --trials", "table", file, "--trials", "--by", "x");
  }

  @Test
  void aReportIsAPageAndAnExportAFolder() throws IOException {
    complete(0, 0.5);
    String file = script.toString();
    Path page = temporary.resolve("report.html");
    assertThat(execute("report", file, "--store", store(), "--out", page.toString())).isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>").contains("50.00");
    Path folder = temporary.resolve("export");
    assertThat(execute("export", file, "--store", store(), "--out", folder.toString())).isZero();
    assertThat(out.toString()).contains("written to " + folder, "0 files of parameters");
    assertThat(folder.resolve("table.tex")).content().contains("50.00");
    refused("--out must end in .html, got x.pdf", "report", file, "--out", "x.pdf");
    refused(
        "--out must be empty or a former export (with trials.csv), got " + temporary,
        "export",
        file,
        "--out",
        temporary.toString());
  }

  @Test
  void statusCountsAndAFailedTrialIsExitCodeOne() throws IOException {
    complete(0, 0.5);
    assertThat(execute("status", script.toString(), "--store", store())).isZero();
    assertThat(out.toString()).contains("s: 4 trials, 1 done, 0 failed, 0 running, 3 pending");
    write(1, new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of()));
    assertThat(execute("status", script.toString(), "--store", store())).isEqualTo(1);
    assertThat(out.toString()).contains("failed: learnable mask, seed 0", "diverged: loss is NaN");
  }

  @Test
  void aCorruptOutcomeIsNamed() throws IOException {
    write(0, new Outcome.Failed(Outcome.Failure.ERROR, "", List.of()));
    Path outcome = new Store(Path.of(store())).folder(id(0)).outcome();
    Files.writeString(outcome, "{");
    assertThat(execute("table", script.toString(), "--store", store())).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: " + outcome).hasLineCount(1);
  }

  @Test
  void badInputIsOneLineThatSaysWhatIsWrong() throws IOException {
    refused("script must exist, got", "status", "none.lamina.kts");
    refused("script must be named *.lamina.kts", "status", temporary.toString());
    refused("--workers must be from 1 to 256, got 0", "run", script.toString(), "--workers", "0");
    refused("--devices must be cpu or gpu:N", "run", script.toString(), "--devices", "tpu");
    refused("--timeout must be at least 1 second", "run", script.toString(), "--timeout", "0");
    refused(
        "variant must be one of [no mask, learnable mask], got 'x'",
        "compare",
        script.toString(),
        "--to",
        "x",
        "--store",
        store());
    refused(
        "axis must be one of [], got 'x'",
        "table",
        script.toString(),
        "--by",
        "x",
        "--store",
        store());
    complete(0, 0.5);
    refused(
        "metric must be one of [test/accuracy], got 'x'",
        "table",
        script.toString(),
        "--metric",
        "x",
        "--store",
        store());
    Files.writeString(script, SCRIPT.replace("layers = 1", "layers = 0"));
    refused(
        "s.lamina.kts:4:5: backbone.layers must be at least 1, got 0", "status", script.toString());
    Files.writeString(script, SCRIPT.replace("layers = 1", "layers = \"1\""));
    refused("s.lamina.kts:4:37: ", "status", script.toString());
  }

  @Test
  void ownDataThatDoNotFitAreRefusedInOneLine() throws IOException {
    Path folder = OwnFiles.in(temporary.resolve("own"));
    String own = folder.toString();
    refused("task.data.imageSide must be from 1 to 1024", "data", "add", own, "--image-side", "0");
    Files.delete(folder.resolve("files/3.wav"));
    refused(
        "labels.csv:5: audio must be a file that is there and readable, got 'files/3.wav'",
        "data",
        "add",
        own);
  }

  @Test
  void anUnknownOptionIsRefusedWithTheUsage() {
    assertThat(execute("run", script.toString(), "--fast")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--fast'", "Usage: lamina run");
  }

  private void refused(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: ").contains(message).hasLineCount(1);
  }

  private int execute(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private void complete(int trial, double accuracy) throws IOException {
    write(trial, new Outcome.Completed(new TreeMap<>(Map.of("test/accuracy", accuracy)), 1, 1, 1));
  }

  private void write(int trial, Outcome outcome) throws IOException {
    var folder = new Store(Path.of(store())).folder(id(trial));
    Files.createDirectories(folder.path());
    Files.writeString(folder.outcome(), outcome.toJson());
  }

  private TrialId id(int trial) {
    Sweep sweep = new Scripts(temporary.resolve("cache")).load(script);
    return sweep.trials().get(trial).id();
  }

  private String store() {
    return temporary.resolve("runs").toString();
  }
}
