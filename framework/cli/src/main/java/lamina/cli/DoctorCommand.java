package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lamina.data.DataFolder;
import lamina.data.Fetch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Whether this machine can run sweeps. */
@Command(
    name = "doctor",
    description = "Checks Java, natives, threads, flush-to-zero, devices, disk and data.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DataFolder data = DataFolder.ofThisMachine();
    boolean fetched = new Fetch(data, line -> {}).isComplete();
    out.printf("%-14s %s %s%n", "java", Runtime.version(), System.getProperty("java.vendor"));
    out.printf(
        "%-14s %d MiB free%n", "disk", Files.getFileStore(Path.of(".")).getUsableSpace() >> 20);
    out.printf("%-14s %s in %s%n", "data", fetched ? "complete" : "not fetched yet", data.path());
    out.flush();
    return Passthrough.run("lamina.training.Doctor", List.of());
  }
}
