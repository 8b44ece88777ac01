package lamina.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import lamina.config.ConfigException;
import lamina.config.OwnMask;
import lamina.data.DataException;
import lamina.script.ScriptException;
import lamina.sweep.Home;
import lamina.sweep.MechanismHelper;
import lamina.sweep.RunException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command and its exit codes: 0, 1 where a trial has failed, 2 for bad input. */
@Command(
    name = "lamina",
    description = "Ablation sweeps over attention masks, from a script to a table with statistics.",
    mixinStandardHelpOptions = true,
    version = "lamina 0.1.0",
    subcommands = {
      RunCommand.class,
      RerunCommand.class,
      StatusCommand.class,
      TableCommand.class,
      CompareCommand.class,
      CostsCommand.class,
      SamplesCommand.class,
      PaperCommand.class,
      PlotCommand.class,
      AttentionCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      EvaluateCommand.class,
      DataCommand.class,
      MechanismCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      NotebookCommand.class,
    })
public final class Main implements Runnable {
  static final int DONE = 0;
  static final int TRIAL_FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec;
  private @Nullable MechanismHelper mechanisms;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(execute(out, err, arguments));
  }

  /** What a command is a part of. */
  static Main of(CommandSpec command) {
    return (Main) command.root().userObject();
  }

  /** Who is asked about users' mechanisms, while a command runs. */
  MechanismHelper mechanisms() {
    return Objects.requireNonNull(mechanisms);
  }

  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    Main main = new Main();
    CommandLine command = new CommandLine(main).setOut(out).setErr(err);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler((e, line, parsed) -> explain(e, line.getErr()));
    try (MechanismHelper mechanisms = new MechanismHelper(Home.ofThisProcess())) {
      main.mechanisms = mechanisms;
      OwnMask.knownBy(mechanisms);
      return command.execute(arguments);
    }
  }

  private static int explain(Exception e, PrintWriter err) throws Exception {
    boolean ours =
        e instanceof ConfigException
            || e instanceof ScriptException
            || e instanceof DataException
            || e instanceof RunException
            || e instanceof java.io.IOException;
    if (!ours) {
      throw e;
    }
    boolean bare = e instanceof java.io.IOException;
    err.println("error: " + (bare ? e.toString() : e.getMessage()));
    return BAD_INPUT;
  }
}
