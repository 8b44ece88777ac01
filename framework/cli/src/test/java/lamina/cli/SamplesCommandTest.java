package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.border.RunFolder;
import org.junit.jupiter.api.Test;

class SamplesCommandTest extends OnSmallSweep {
  private static final String CAPTIONING =
      """
      val base = experiment(
          task = captioning(msrVtt(videoTokens = 4, videoFeatures = 8), swinBert()),
          encoders = featureTokens(),
          backbone = transformer(layers = 1, heads = 1, width = 4, normalisation = Normalisation.POST),
          training = training(epochs = 1, batch = 8, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("s") {
          seeds(0..1)
          variant(base)
          variant(base.with(learnableMask()))
      }
      """;

  private void told() throws IOException {
    Files.writeString(script, CAPTIONING);
    complete(0, 0.5);
    RunFolder run = folder(0);
    Files.writeString(
        run.predicted("references.json"), "{\"a\": [\"a red hat\"], \"b\": [\"a blue shoe\"]}");
    Files.writeString(
        run.predicted("captions.json"), "{\"a\": [\"a red hat\"], \"b\": [\"a hat\"]}");
  }

  @Test
  void captionsArePrintedOrWritten() throws IOException {
    told();
    String file = script.toString();
    assertThat(execute("samples", file, "--store", store())).isZero();
    assertThat(out.toString())
        .contains("test video 1: b\n", "  reference           a blue shoe\n")
        .contains("No captions of 'learnable mask' under seed 0: not finished.\n");
    Path to = temporary.resolve("samples.json");
    String[] arguments = {
      "samples",
      file,
      "--store",
      store(),
      "--format",
      "json",
      "--out",
      to.toString(),
      "--variants",
      "no mask",
      "--seed",
      "0",
      "--examples",
      "1"
    };
    assertThat(execute(arguments)).isZero();
    assertThat(Files.readString(to)).contains("\"a hat\"").doesNotContain("a red hat");
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() throws IOException {
    String file = script.toString();
    refused("task must be captioning to have samples", "samples", file, "--store", store());
    refused(
        "--out must be a file in a folder that exists",
        "samples",
        file,
        "--out",
        temporary.resolve("no/x").toString());
    refused("examples must be numbers and rising ranges", "samples", file, "--examples", "5-2");
    Files.writeString(script, CAPTIONING);
    refused("got none of [no mask, learnable mask]", "samples", file, "--store", store());
    refused("variant must be one of", "samples", file, "--variants", "x", "--store", store());
  }
}
