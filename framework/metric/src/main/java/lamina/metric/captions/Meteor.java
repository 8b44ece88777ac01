package lamina.metric.captions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lamina.config.ConfigException;

/**
 * METEOR (Denkowski and Lavie 2014) by its own program, a jar that users have, started as
 * pycocoevalcap starts it. A line {@code SCORE ||| reference ||| ... ||| candidate} is answered
 * with the statistics of an item, and {@code EVAL ||| statistics ||| ...} with a line for each
 * item's score and one for that of all.
 */
public final class Meteor implements AutoCloseable {
  private static final String SEPARATOR = " ||| ";

  private final Path jar;
  private final Path errors;
  private final Process process;
  private final Writer to;
  private final BufferedReader from;

  private Meteor(Path jar) throws IOException {
    this.jar = jar.toAbsolutePath();
    errors = Files.createTempFile("meteor", ".log");
    process =
        new ProcessBuilder(command(this.jar))
            .directory(Objects.requireNonNull(this.jar.getParent()).toFile())
            .redirectError(errors.toFile())
            .start();
    to = process.outputWriter(StandardCharsets.UTF_8);
    from = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * METEOR of tokenised captions: that of all, which is not their mean, and each.
   *
   * @param jar meteor-1.5.jar, with its data beside it
   * @throws ConfigException if there is no such file, or it does not answer as METEOR does
   */
  public static CaptionScore of(List<Captioned> items, Path jar) throws IOException {
    requireJar(jar);
    try (Meteor meteor = new Meteor(jar)) {
      return meteor.score(items);
    }
  }

  static void requireJar(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new ConfigException("--meteor-jar must be a file that exists, got " + jar);
    }
  }

  private CaptionScore score(List<Captioned> items) throws IOException {
    List<String> statistics = new ArrayList<>();
    for (Captioned item : items) {
      say(line(item));
      statistics.add(answer());
    }
    say("EVAL" + SEPARATOR + String.join(SEPARATOR, statistics));
    double[] scores = new double[items.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = number(answer());
    }
    return CaptionScore.of("METEOR", number(answer()), items, scores);
  }

  private static String line(Captioned item) {
    String candidate = item.candidate().replace("|||", "").replace("  ", " ");
    return ("SCORE" + SEPARATOR + String.join(SEPARATOR, item.references()) + SEPARATOR + candidate)
        .replaceAll("[\r\n]", " ");
  }

  private static List<String> command(Path jar) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(java, "-Xmx2G", "-jar", jar.toString(), "-", "-", "-stdio", "-l", "en", "-norm");
  }

  private void say(String line) throws IOException {
    try {
      to.write(line + "\n");
      to.flush();
    } catch (IOException e) {
      throw ended();
    }
  }

  private String answer() throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw ended();
    }
    return line.strip();
  }

  private double number(String answer) {
    try {
      double value = Double.parseDouble(answer);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the error of every answer that is not one
    }
    throw new ConfigException(
        "--meteor-jar must answer EVAL with finite numbers, got '" + answer + "' of " + jar);
  }

  private ConfigException ended() throws IOException {
    List<String> said = Files.readString(errors).lines().filter(line -> !line.isBlank()).toList();
    return new ConfigException(
        "--meteor-jar must answer every line, but "
            + jar
            + " has ended"
            + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1)));
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(errors);
  }
}
