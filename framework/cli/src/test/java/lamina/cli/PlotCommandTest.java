package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.border.Outcome;
import org.junit.jupiter.api.Test;

class PlotCommandTest extends OnSmallSweep {
  @Test
  void aPlotOfCurvesIsWritten() throws IOException {
    Files.writeString(
        folder(0).metrics(), "{\"epoch\":1,\"split\":\"validation\",\"accuracy\":0.5}\n");
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
        "example must be at least 0, got -1", "heatmap", "--variant", "no mask", "--example", "-1");
    refusedPlot(
        "example must be at most 9999999, got 99999999",
        "heatmap",
        "--variant",
        "no mask",
        "--example",
        "99999999");
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
        "examples must be numbers and rising ranges as in 0-3,7, got '3-1'",
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
    line.addAll(List.of("--store", store(), "--out", temporary.resolve("x.png").toString()));
    line.addAll(List.of(more));
    refused(message, line.toArray(String[]::new));
  }
}
