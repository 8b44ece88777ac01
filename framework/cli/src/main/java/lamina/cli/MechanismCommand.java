package lamina.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import lamina.config.AttentionMask;
import lamina.config.own.MechanismSource;
import lamina.config.own.NewMechanism;
import lamina.results.mechanism.BuiltIns;
import lamina.results.mechanism.MechanismList;
import lamina.results.mechanism.MechanismPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mechanisms of attention: Lamina's and one's own. */
@Command(
    name = "mechanism",
    description = "Starts, checks and lists mechanisms of attention.",
    mixinStandardHelpOptions = true)
final class MechanismCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say new, check or list");
  }

  @Command(
      name = "new",
      description = "Writes NAME.java into this folder: a mechanism that works as it is.",
      mixinStandardHelpOptions = true)
  int start(@Parameters(paramLabel = "NAME", description = "as in DistanceBias") String name) {
    Path file = NewMechanism.write(Path.of(""), name);
    PrintWriter out = spec.commandLine().getOut();
    out.println("written to " + file);
    out.println("check it:  ./lamina mechanism check " + file);
    out.println("use it:    base.with(mechanism(\"" + file + "\")())");
    return Main.DONE;
  }

  @Command(
      description = {
        "Holds a mechanism to the contract, and says what it promises and costs.",
        "Exit code 1 where a rule does not hold.",
      },
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(
              paramLabel = "FILE|NAME",
              description = "a file *.java, or one of lamina mechanism list")
          String mechanism) {
    AttentionMask mask =
        mechanism.endsWith(".java")
            ? MechanismSource.read(Path.of(mechanism)).mask(Map.of())
            : BuiltIns.named(mechanism);
    MechanismPage page = MechanismPage.of(mask, Main.of(spec).mechanisms());
    PrintWriter out = spec.commandLine().getOut();
    out.print(page.text());
    out.flush();
    return page.holds() ? Main.DONE : Main.TRIAL_FAILED;
  }

  @Command(
      description = {
        "Lists Lamina's mechanisms, one a line: id, family, parameters, paper, traits.",
        "Parameters are those that it adds to the quickstart's model.",
      },
      mixinStandardHelpOptions = true)
  int list() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(MechanismList.all().text());
    out.flush();
    return Main.DONE;
  }
}
