package lamina.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import lamina.config.Json;
import lamina.data.DataFolder;
import lamina.data.LabelledSet;
import lamina.data.own.AddFolder;
import lamina.data.own.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A user's own pictures and sounds. */
@Command(
    name = "add",
    description = {
      "Checks and prepares a folder of pictures and WAV files with labels.",
      "Prints how many there are, and last how a script names them."
    },
    mixinStandardHelpOptions = true)
final class DataAddCommand implements Runnable {
  @Parameters(
      paramLabel = "FOLDER",
      description = "holds labels.csv, with the header split,image,audio,label")
  private Path folder;

  @Option(
      names = "--image-side",
      paramLabel = "PIXELS",
      defaultValue = "40",
      description = "height and width that pictures are brought to (default: ${DEFAULT-VALUE})")
  private int imageSide;

  @Option(
      names = "--sample-rate",
      paramLabel = "HERTZ",
      defaultValue = "8000",
      description = "samples a second that sounds are brought to (default: ${DEFAULT-VALUE})")
  private int sampleRate;

  @Option(
      names = "--audio-millis",
      paramLabel = "MS",
      defaultValue = "500",
      description = "length that sounds are brought to (default: ${DEFAULT-VALUE})")
  private int audioMillis;

  @Option(names = "--json", description = "print the data as JSON on the last line instead")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    LabelledSet set =
        new AddFolder(folder, imageSide, sampleRate, audioMillis)
            .run(DataFolder.ofThisMachine(), out::println);
    Summary.of(set).forEach(out::println);
    out.println(json ? Json.line(set.data()) : Summary.expression(set.data()));
  }
}
