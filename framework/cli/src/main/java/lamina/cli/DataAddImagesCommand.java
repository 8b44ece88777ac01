package lamina.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import lamina.config.ImageFolder;
import lamina.config.Json;
import lamina.data.DataFolder;
import lamina.data.ImageIndex;
import lamina.data.images.AddImages;
import lamina.data.images.Summary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A user's own pictures in a folder a class. */
@Command(
    name = "add-images",
    description = {
      "Checks and lists a folder of JPEGs and PNGs, in a folder a class; they stay where they are.",
      "Prints how many there are, and last how a script names them."
    },
    mixinStandardHelpOptions = true)
final class DataAddImagesCommand implements Runnable {
  @Parameters(
      paramLabel = "ROOT",
      description = "holds train/CLASS, val/CLASS and perhaps test/CLASS")
  private Path root;

  @Option(names = "--name", paramLabel = "NAME", description = "for people (default: ROOT's)")
  private @Nullable String name;

  @Option(
      names = "--held-out",
      paramLabel = "PICTURES",
      defaultValue = "10",
      description = {
        "without test: how many pictures of each class of train are for validation, while val is",
        "for the test (default: ${DEFAULT-VALUE})"
      })
  private int heldOut;

  @Option(
      names = "--side",
      paramLabel = "PIXELS",
      defaultValue = "224",
      description = "of the squares that a script asks for (default: ${DEFAULT-VALUE})")
  private int side;

  @Option(names = "--json", description = "print the data as JSON on the last line instead")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    new ImageFolder("0".repeat(64), 2, side, 1);
    String called =
        name == null ? root.toAbsolutePath().normalize().getFileName().toString() : name;
    ImageIndex index =
        new AddImages(root, called, heldOut).run(DataFolder.ofThisMachine(), out::println);
    Summary.of(index).forEach(out::println);
    ImageFolder data =
        new ImageFolder(index.checksum(), index.classes().size(), side, Integer.MAX_VALUE);
    out.println(json ? Json.line(data) : Summary.expression(data));
  }
}
