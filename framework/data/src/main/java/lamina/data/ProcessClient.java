package lamina.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A package client as a child process. */
final class ProcessClient implements Fetch.Client {
  @Override
  public List<String> run(List<String> command, Path directory) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .start();
    } catch (IOException notInstalled) {
      return List.of(command.get(0) + " is not installed");
    }
    process.getOutputStream().close();
    List<String> lines;
    try (InputStream out = process.getInputStream()) {
      lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    int exit = waitFor(process);
    return exit == 0 ? List.of() : List.of(lastWords(command, exit, lines));
  }

  private static String lastWords(List<String> command, int exit, List<String> lines) {
    String error =
        lines.stream()
            .filter(line -> line.startsWith("E:") || line.contains("npm error"))
            .findFirst()
            .orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
    return "'%s' ended with %d: %s".formatted(String.join(" ", command), exit, error);
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DataException("interrupted while fetching", e);
    }
  }
}
