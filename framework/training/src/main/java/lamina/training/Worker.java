package lamina.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import lamina.config.ConfigException;
import lamina.config.border.Assignment;
import lamina.config.border.WorkerMessage;
import lamina.data.DataException;
import lamina.data.DataFolder;

/**
 * The worker process: reads assignments on standard input, trains one trial at a time, says what it
 * does on standard output. When its input ends it ends too, at once, so that it never outlives the
 * command that started it.
 */
public final class Worker {
  private static final int BAD_INPUT = 2;
  private static final int BROKEN = 3;

  private Worker() {}

  /** Arguments: {@code --device cpu|gpu:N --threads N --data FOLDER}. */
  public static void main(String[] arguments) {
    PrintStream messages = System.out;
    System.setOut(System.err);
    BlockingQueue<String> lines = readInBackground(System.in);
    System.setIn(InputStream.nullInputStream());
    try {
      Map<String, String> options = options(arguments);
      ComputeDevice device =
          ComputeDevice.start(options.get("--device"), Integer.parseInt(options.get("--threads")));
      DataFolder data = new DataFolder(Path.of(options.get("--data")));
      TrialDesk desk =
          new TrialDesk(
              (trial, folder, progress) -> {
                try (TrainingRun run =
                    new TrainingRun(trial, folder, data, device.device(), progress)) {
                  return new TrialDesk.Trained(
                      run.run(), run.secondsInSteps(), run.frozenChecksum());
                }
              },
              Provenance.Circumstances.of(device, data),
              message -> messages.println(message.toLine()));
      messages.println(new WorkerMessage.Ready(device.name()).toLine());
      while (true) {
        desk.take(Assignment.fromLine(lines.take()));
      }
    } catch (ConfigException | DataException e) {
      stop(messages, String.valueOf(e.getMessage()), BAD_INPUT);
    } catch (IOException e) {
      stop(messages, "the run's folder cannot be used: " + e, BROKEN);
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  private static void stop(PrintStream messages, String reason, int code) {
    System.err.println(reason);
    messages.println(new WorkerMessage.Stopped(reason).toLine());
    messages.flush();
    Runtime.getRuntime().halt(code);
  }

  private static BlockingQueue<String> readInBackground(InputStream assignments) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(assignments, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
              } catch (IOException | java.io.UncheckedIOException parentGone) {
                // the same as the end of input
              }
              Runtime.getRuntime().halt(0);
            },
            "assignments");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options =
        new java.util.HashMap<>(
            Map.of(
                "--device", "cpu",
                "--threads", "1",
                "--data", DataFolder.ofThisMachine().path().toString()));
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      if (options.replace(arguments[i], arguments[i + 1]) == null) {
        throw new ConfigException(
            "worker option must be one of " + options.keySet() + ", got '" + arguments[i] + "'");
      }
    }
    return options;
  }
}
