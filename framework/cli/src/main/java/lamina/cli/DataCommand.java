package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import lamina.config.GarmentCaptions;
import lamina.config.GarmentMoments;
import lamina.data.CaptionInventory;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Fetch;
import lamina.data.ImageIndex;
import lamina.data.Inventory;
import lamina.data.LabelledSet;
import lamina.data.Source;
import lamina.data.own.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The data on this machine. */
@Command(
    name = "data",
    description = "Fetches, adds and describes the data.",
    mixinStandardHelpOptions = true,
    subcommands = {DataAddCommand.class, DataAddImagesCommand.class})
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say fetch, add, add-images, list or describe");
  }

  @Command(
      description = "Fetches, verifies and decodes what is missing.",
      mixinStandardHelpOptions = true)
  void fetch() {
    PrintWriter out = spec.commandLine().getOut();
    DataFolder folder = DataFolder.ofThisMachine();
    new Fetch(folder, out::println).run();
    out.println("all data are in " + folder.path());
  }

  @Command(
      description = "Lists the files and whether they are there.",
      mixinStandardHelpOptions = true)
  void list() {
    PrintWriter out = spec.commandLine().getOut();
    DataFolder folder = DataFolder.ofThisMachine();
    for (Source source : Source.all()) {
      boolean there = Files.exists(folder.path().resolve(source.file()));
      out.printf("%-9s %s%n", there ? "fetched" : "missing", source.file());
    }
    Fetch fetch = new Fetch(folder, line -> {});
    out.printf("%-9s minilm.bin%n", fetch.hasTexts() ? "made" : "missing");
    boolean complete = fetch.isComplete();
    out.println((complete ? "decoded" : "not decoded") + " in " + folder.path());
  }

  @Command(description = "Says what the data are.", mixinStandardHelpOptions = true)
  void describe() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Garments and Voices; its card is docs/data-garments-and-voices.md");
    for (Source source : Source.all()) {
      out.printf(
          "%n%s%n  %s%n  licence %s%n  sha256 %s%n",
          source.file(), source.what(), source.licence(), source.sha256());
    }
    DataFolder folder = DataFolder.ofThisMachine();
    if (new Fetch(folder, line -> {}).isComplete()) {
      out.println();
      out.println("by split: training / validation / test");
      Inventory.of(folder).forEach(out::println);
      out.println();
      out.println("Garment Moments; its card is docs/data-garment-moments.md");
      Inventory.moments(GarmentMoments.STANDARD, folder).forEach(out::println);
      out.println();
      out.println("Garment Captions; its card is docs/data-garment-captions.md");
      CaptionInventory.of(GarmentCaptions.STANDARD, folder).forEach(out::println);
    } else {
      out.println();
      out.println("not decoded yet, so nothing is counted: ./lamina data fetch");
    }
    describeOwn(folder, out);
    describeImages(folder, out);
  }

  private static void describeImages(DataFolder folder, PrintWriter out) throws IOException {
    for (String checksum : ImageIndex.checksums(folder)) {
      out.println();
      try {
        lamina.data.images.Summary.of(ImageIndex.open(checksum, folder)).forEach(out::println);
      } catch (DataException damaged) {
        out.println(damaged.getMessage());
      }
    }
  }

  private static void describeOwn(DataFolder folder, PrintWriter out) throws IOException {
    for (String checksum : LabelledSet.checksums(folder)) {
      out.println();
      try {
        LabelledSet set = LabelledSet.open(checksum, folder);
        Summary.of(set).forEach(out::println);
        out.println(Summary.expression(set.data()));
      } catch (DataException damaged) {
        out.println(damaged.getMessage());
      }
    }
  }
}
