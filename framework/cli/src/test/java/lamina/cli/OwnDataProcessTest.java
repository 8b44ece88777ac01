package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.ClassificationData;
import lamina.config.Json;
import lamina.config.LabelledFiles;
import lamina.data.images.TinyImages;
import lamina.data.own.OwnFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of files to a table, with the command as a process of its own. */
class OwnDataProcessTest {
  private static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));

  @TempDir Path temporary;
  private Path folder;

  private record Result(int code, List<String> lines) {
    String last() {
      return lines.get(lines.size() - 1);
    }
  }

  @BeforeEach
  void writeFolder() throws IOException {
    folder = OwnFiles.in(temporary.resolve("own"));
  }

  @Test
  void whatIsPastedIntoAScriptGivesATable() throws Exception {
    assumeTrue(
        Files.isDirectory(HOME.resolve("framework/training/target/lib")),
        "the worker is not packaged: run mvn verify on the whole project");
    Result added = lamina("data", "add", folder.toString());
    assertThat(added.code()).isZero();
    assertThat(added.last()).startsWith("labelledFiles(checksum = \"");
    Path script =
        Files.writeString(
            temporary.resolve("own.lamina.kts"),
            """
            val base = experiment(
                task = classification(%s),
                encoders = encoders(image = patches(size = 20), audio = melSpectrogram(bands = 8, frameMillis = 100)),
                backbone = transformer(layers = 1, heads = 2, width = 8),
                training = training(epochs = 2, batch = 4, optimizer = adamW(learningRate = 1e-3)),
            )
            sweep("own") {
                seeds(0..1)
                variant(base)
                variant(base.with(learnableMask()))
            }
            """
                .formatted(added.last()));
    List<String> run =
        new ArrayList<>(List.of("run", script.toString(), "--workers", "1", "--store"));
    run.addAll(List.of(temporary.resolve("runs").toString(), "--results", temporary.toString()));
    Result trained = lamina(run.toArray(String[]::new));
    assertThat(trained.code()).as(String.join("\n", trained.lines())).isZero();
    assertThat(Files.readString(temporary.resolve("own/table.csv"))).contains("learnable mask");
    Files.delete(temporary.resolve("data/own/" + checksum(added) + ".bin"));
    Result refused = lamina(run.toArray(String[]::new));
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.last())
        .isEqualTo(
            "error: own data %s are not in %s: add them with ./lamina data add"
                .formatted(checksum(added), temporary.resolve("data")));
  }

  @Test
  void picturesInAFolderAClassGiveATableAndADamagedOneStopsIt() throws Exception {
    assumeTrue(
        Files.isDirectory(HOME.resolve("framework/training/target/lib")),
        "the worker is not packaged: run mvn verify on the whole project");
    Path root = TinyImages.in(temporary.resolve("tiny"), "train", "val");
    Result refused = lamina("data", "add-images", root.toString(), "--held-out", "8");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.last()).contains("must hold more than 8 pictures");
    Result added = lamina("data", "add-images", root.toString(), "--held-out", "2", "--side", "16");
    assertThat(added.code()).isZero();
    assertThat(added.last())
        .isEqualTo(
            "imageFolder(checksum = \"%s\", classes = 3, side = 16)".formatted(checksum(added)));
    Path script =
        Files.writeString(
            temporary.resolve("pictures.lamina.kts"),
            """
            val base = experiment(
                task = classification(%s, pooling = Pooling.CLASS_TOKEN),
                encoders = encoders(image = patches(size = 8)),
                backbone = transformer(layers = 1, heads = 2, width = 8),
                training = training(epochs = 2, batch = 4, optimizer = adamW(learningRate = 1e-3)),
            )
            sweep("pictures") {
                seeds(0)
                variant(base)
                variant(base.with(learnableMask()))
            }
            """
                .formatted(added.last()));
    List<String> run =
        new ArrayList<>(List.of("run", script.toString(), "--workers", "1", "--store"));
    run.addAll(List.of(temporary.resolve("runs").toString(), "--results", temporary.toString()));
    Path picture = root.resolve("train/red/red-0.png");
    byte[] bytes = Files.readAllBytes(picture);
    Files.write(picture, new byte[] {1});
    Result damaged = lamina(run.toArray(String[]::new));
    assertThat(damaged.code()).isEqualTo(2);
    assertThat(damaged.last())
        .startsWith("error: worker on ")
        .contains("red-0.png must be as it was added, of " + bytes.length + " bytes");
    Files.write(picture, bytes);
    Result trained = lamina(run.toArray(String[]::new));
    assertThat(trained.code()).as(String.join("\n", trained.lines())).isZero();
    assertThat(Files.readString(temporary.resolve("pictures/table.csv")))
        .contains("learnable mask");
    assertThat(lamina("data", "describe").last()).startsWith("3 classes; training");
  }

  private static String checksum(Result added) {
    return added.last().split("\"")[1];
  }

  @Test
  void jsonIsTheLastLineOfTheCommandAndOfTheClassAndDescribeListsTheData() throws Exception {
    Result added = lamina("data", "add", folder.toString(), "--image-side", "8", "--json");
    LabelledFiles data = (LabelledFiles) Json.read(added.last(), ClassificationData.class);
    assertThat(data.imageSide()).isEqualTo(8);
    assertThat(data.classes()).isEqualTo(2);
    Result byClass = java("lamina.data.own.AddFolder", folder.toString(), "8", "8000", "500");
    assertThat(byClass.code()).isZero();
    assertThat(byClass.last()).isEqualTo(added.last());
    Result refused = java("lamina.data.own.AddFolder", folder.toString(), "x", "8000", "500");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.lines()).containsExactly("error: IMAGE_SIDE must be an integer, got 'x'");
    Result described = lamina("data", "describe");
    assertThat(described.code()).isZero();
    assertThat(described.lines()).contains("training / validation / test: 12 / 6 / 6");
    Files.writeString(temporary.resolve("data/own/" + data.checksum() + ".bin"), "x");
    assertThat(lamina("data", "describe").last()).contains(".bin is damaged");
  }

  private Result lamina(String... arguments) throws Exception {
    return java("lamina.cli.Main", arguments);
  }

  private Result java(String mainClass, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlamina.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LAMINA_DATA", temporary.resolve("data").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output.lines().toList());
  }
}
