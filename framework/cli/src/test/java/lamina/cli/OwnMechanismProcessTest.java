package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import lamina.data.Checksum;
import lamina.data.TinyData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file beside the script: trained, looked back at, and trained again from a run's folder alone.
 */
class OwnMechanismProcessTest {
  private static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));
  private static final String SCRIPT =
      """
      val near = mechanism("Near.java")
      val base = experiment(
          task = classification(garmentsAndVoices()),
          encoders = encoders(image = patches(size = 20), audio = melSpectrogram(bands = 8)),
          backbone = transformer(layers = 1, heads = 2, width = 8),
          training = training(epochs = 2, batch = 4, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("own") {
          seeds(0)
          variant(base)
          grid(base.with(near())) { vary(near.axis("slope")) over listOf(0.5, 2) }
      }
      """;
  private static final String NEAR =
      """
      import ai.djl.ndarray.NDArray;
      import lamina.mechanism.*;
      import lamina.model.Declaration;
      import lamina.model.attention.Chunk;

      /** Scores minus a slope times the distance of the tokens. */
      public record Near(@Default("0.1") double slope) implements Mechanism {
        @Override
        public Built in(Declaration declare, Site site) {
          return new Scored(site) {
            @Override
            public NDArray scores(Chunk chunk) {
              return chunk.dot().sub(chunk.distance().mul(chunk.scalar(slope)));
            }
          };
        }
      }
      """;

  @TempDir Path temporary;
  private Path script;
  private Path near;

  /** How a command ended, and what it said. */
  private record Said(int code, String text) {}

  @BeforeEach
  void writeFilesAndData() throws IOException {
    assumeTrue(
        Files.isDirectory(HOME.resolve("framework/training/target/lib")),
        "the worker is not packaged: run mvn verify on the whole project");
    script = Files.writeString(temporary.resolve("own.lamina.kts"), SCRIPT);
    near = Files.writeString(temporary.resolve("Near.java"), NEAR);
    TinyData.in(temporary.resolve("data"));
  }

  @Test
  void isTrainedLookedBackAtAndTrainedAgain() throws Exception {
    Said trained = lamina("run", script.toString(), "--smoke");
    assertThat(trained.code()).as(trained.text()).isZero();
    assertThat(trained.text()).contains("slope 0.5").contains("slope 2");
    Path run = runWithCode();
    assertThat(run.resolve("mechanism/Near.java")).hasContent(NEAR);

    Said asked = lamina("rerun", run.toString());
    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.text()).contains("Near of Near.java, SHA-256 ").contains("--trust");
    Said again = lamina("rerun", "--trust", run.toString());
    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.text())
        .contains("the same parameters, bit for bit")
        .contains("the same metrics");

    Files.writeString(near, NEAR.replace("/** Scores minus", "/** The scores minus"));
    String digest = asked.text().replaceAll("(?s).*SHA-256 ([0-9a-f]{64}).*", "$1");
    assertThat(lamina("status", script.toString(), "--smoke").text())
        .contains("1 done", "2 pending");
    assertThat(
            lamina("status", script.toString(), "--smoke", "--source", digest.substring(0, 9))
                .text())
        .contains("3 done", "0 pending");
    assertThat(lamina("status", script.toString(), "--smoke", "--source", "no").text())
        .contains("--source must begin the digest of one source");
  }

  @Test
  @Tag("full")
  void aRunWhoseCodeWasChangedIsRefused() throws Exception {
    assertThat(lamina("run", script.toString(), "--smoke").code()).isZero();
    Path run = runWithCode();
    Files.writeString(run.resolve("mechanism/Near.java"), NEAR.replace("sub(", "add("));
    Said refused = lamina("rerun", "--trust", run.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.text()).contains("Near.java must be the source that was trained (SHA-256 ");
    assertThat(temporary.resolve("reruns")).doesNotExist();
  }

  @Test
  @Tag("full")
  void comesInAJarAndIsTypedToTheSameBits() throws Exception {
    assertThat(lamina("run", script.toString(), "--smoke").code()).isZero();
    List<String> ofFile = parameters();
    String typed =
        SCRIPT
            .replace("val near = mechanism(\"Near.java\")", "import me.Near")
            .replace("near()", "mechanism<Near>()")
            .replace("near.axis(\"slope\")", "axis(Near::slope)")
            .replace("listOf(0.5, 2)", "listOf(0.5, 2.0)");
    Files.writeString(script, typed);
    Said trained = lamina("run", script.toString(), "--smoke", "--class-path", jar().toString());
    assertThat(trained.code()).as(trained.text()).isZero();
    assertThat(trained.text()).contains("slope 0.5").contains("(1 before)");
    assertThat(parameters()).hasSize(5).containsAll(ofFile);
    assertThat(Set.copyOf(parameters())).hasSize(3);

    Path run;
    try (Stream<Path> runs = Files.list(temporary.resolve("runs"))) {
      run =
          runs.filter(one -> Files.exists(one.resolve("mechanism/Near.json")))
              .filter(one -> Files.notExists(one.resolve("mechanism/Near.java")))
              .findFirst()
              .orElseThrow();
    }
    Said again = lamina("rerun", "--trust", run.toString());
    assertThat(again.code()).as(again.text()).isZero();
    assertThat(again.text()).contains("the same parameters, bit for bit");
    Path code = run.resolve("mechanism/Near.json");
    Files.writeString(code, Files.readString(code).replaceFirst("(\"me.Near\" : \".{20}).", "$1/"));
    Said refused = lamina("rerun", "--trust", run.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.text()).contains("Near.json").contains("the classes that were made");
  }

  private List<String> parameters() throws IOException {
    try (Stream<Path> files = Files.walk(temporary.resolve("runs"))) {
      return files
          .filter(file -> file.endsWith("parameters.safetensors"))
          .map(Checksum::of)
          .sorted()
          .toList();
    }
  }

  private Path jar() throws IOException {
    Path source =
        Files.writeString(
            Files.createDirectories(temporary.resolve("me")).resolve("Near.java"),
            "package me;\n" + NEAR);
    Path classes = Files.createDirectories(temporary.resolve("classes"));
    String lib;
    try (Stream<Path> jars = Files.list(HOME.resolve("framework/training/target/lib"))) {
      lib = jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                lib,
                source.toString());
    assertThat(compiled).isZero();
    Path jar = temporary.resolve("near.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  @Test
  void whatDoesNotCompileIsRefusedBeforeAnythingStarts() throws Exception {
    Files.writeString(near, NEAR.replace("distance()", "distances()"));
    Said refused = lamina("run", script.toString(), "--smoke");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.text()).contains("Near.java:13:").contains("cannot find symbol");
    assertThat(temporary.resolve("runs")).doesNotExist();
  }

  @Test
  @Tag("full")
  void whateverItDoesToItsWorkerTheSweepGoesOn() throws Exception {
    Files.copy(
        HOME.resolve("framework/training/src/test/resources/own/Bad.java"),
        temporary.resolve("Bad.java"));
    Files.writeString(
        script,
        SCRIPT
            .replace("val near = mechanism(\"Near.java\")", "val bad = mechanism(\"Bad.java\")")
            .replace("near()", "bad()")
            .replace("near.axis(\"slope\")", "bad.axis(\"what\")")
            .replace(
                "listOf(0.5, 2)",
                "listOf(\"loops\", \"exits\", \"halts\", \"overflows\", \"prints\", \"reads\", \"nothing\")"));
    Said said = lamina("run", script.toString(), "--smoke", "--workers", "1", "--timeout", "10");
    assertThat(said.code()).as(said.text()).isEqualTo(1);
    String status = lamina("status", script.toString(), "--smoke").text();
    assertThat(status).contains("8 trials, 4 done, 4 failed");
    assertThat(status)
        .containsPattern("loops.*timed-out")
        .containsPattern("exits.*crashed")
        .containsPattern("halts.*crashed")
        .containsPattern("overflows.*StackOverflowError");
    assertThat(parameters()).hasSize(4);
    assertThat(Set.copyOf(parameters())).as("plain, and three that do nothing").hasSize(2);
  }

  @Test
  void whoEndsItsProcessWhileItIsDescribedIsAnErrorBeforeAnythingStarts() throws Exception {
    Files.writeString(
        near,
        NEAR.replace(
            "public Built in(Declaration declare, Site site) {",
            "public Built in(Declaration declare, Site site) {\n    System.exit(0);"));
    Said said = lamina("run", script.toString(), "--smoke");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.text()).contains("ended the process that it was asked in");
    assertThat(temporary.resolve("runs")).doesNotExist();
  }

  private Path runWithCode() throws IOException {
    try (Stream<Path> runs = Files.list(temporary.resolve("runs"))) {
      return runs.filter(run -> Files.exists(run.resolve("mechanism")))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private Said lamina(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlamina.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.cli.Main"));
    command.addAll(List.of(arguments));
    boolean rerun = arguments[0].equals("rerun");
    command.addAll(List.of("--store", temporary.resolve(rerun ? "reruns" : "runs").toString()));
    if (arguments[0].equals("run")) {
      command.addAll(List.of("--results", temporary.resolve("results").toString()));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LAMINA_DATA", temporary.resolve("data").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
