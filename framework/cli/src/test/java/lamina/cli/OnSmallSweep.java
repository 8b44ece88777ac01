package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.TrialId;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.script.Scripts;
import lamina.sweep.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The command over a sweep of two variants and two seeds, of which nothing is trained. */
abstract class OnSmallSweep {
  static final String SCRIPT =
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
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  Path script;

  @BeforeEach
  void writeScript() throws IOException {
    script = Files.writeString(temporary.resolve("s.lamina.kts"), SCRIPT);
  }

  void refused(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: ").contains(message).hasLineCount(1);
  }

  int execute(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  void complete(int trial, double accuracy) throws IOException {
    write(trial, new Outcome.Completed(new TreeMap<>(Map.of("test/accuracy", accuracy)), 1, 1, 1));
  }

  void write(int trial, Outcome outcome) throws IOException {
    RunFolder folder = folder(trial);
    Files.writeString(folder.outcome(), outcome.toJson());
  }

  /** The run of a trial, in the order of the sweep; made if it is not there. */
  RunFolder folder(int trial) throws IOException {
    RunFolder folder = new Store(Path.of(store())).folder(id(trial));
    Files.createDirectories(folder.path());
    return folder;
  }

  TrialId id(int trial) {
    return new Scripts(temporary.resolve("cache")).load(script).trials().get(trial).id();
  }

  String store() {
    return temporary.resolve("runs").toString();
  }
}
