package lamina.config.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BorderTest {
  @TempDir Path folder;

  @Test
  void outcomesAreReadAsTheyWereWritten() {
    Outcome completed =
        new Outcome.Completed(new TreeMap<>(Map.of("test/accuracy", 0.1 + 0.2)), 210_314, 6, 5);
    Outcome failed = new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of("a", "b"));
    assertThat(Outcome.fromJson(completed.toJson())).isEqualTo(completed);
    assertThat(Outcome.fromJson(failed.toJson())).isEqualTo(failed);
  }

  @Test
  void ofAnOutcomeOnlyTheMetricsThatAreWantedAreRead() {
    Outcome completed =
        new Outcome.Completed(new TreeMap<>(Map.of("a", 0.1 + 0.2, "b", 2.0)), 210_314, 6, 5);
    Outcome failed = new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of("a"));
    assertThat(read(completed.toJson(), "a", "b")).isEqualTo(completed);
    assertThat(read(completed.toJson(), "a"))
        .isEqualTo(new Outcome.Completed(new TreeMap<>(Map.of("a", 0.1 + 0.2)), 210_314, 6, 5));
    assertThat(read(failed.toJson())).isEqualTo(failed);
  }

  @Test
  void whatIsNoOutcomeIsRefusedHoweverLittleOfItIsWanted() {
    String whole =
        "{'status':'completed','metrics':{'a':1},'parameters':1,'epochs':2,'selectedEpoch':2}";
    assertThat(read(quoted(whole), "a"))
        .isEqualTo(new Outcome.Completed(new TreeMap<>(Map.of("a", 1.0)), 1, 2, 2));
    Map<String, String> wrong =
        Map.of(
            "'selectedEpoch':2", "'selectedEpoch':2.5",
            "'parameters':1,", "",
            "'epochs':2", "'epochs':3000000000",
            "'a':1", "'a':'one'",
            "{'a':1}", "null",
            "'completed'", "'done'",
            "2}", "2,'more':1}",
            "1,'epochs'", "1 'epochs'");
    wrong.forEach(
        (right, instead) ->
            assertThatThrownBy(() -> read(quoted(whole.replace(right, instead))))
                .as(instead)
                .isInstanceOf(ConfigException.class));
    for (String cut : List.of("", "[]", quoted(whole) + "x", quoted(whole).substring(0, 70))) {
      assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(ConfigException.class);
    }
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private static Outcome read(String json, String... metrics) {
    return Outcome.fromJson(json.getBytes(StandardCharsets.UTF_8), List.of(metrics)::contains);
  }

  @Test
  void aClassNameInAFileIsRefused() {
    assertThatThrownBy(() -> Outcome.fromJson("{\"status\": \"java.lang.ProcessBuilder\"}"))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(
            () -> Outcome.fromJson("{\"@class\": \"java.io.File\", \"status\": \"failed\"}"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void aFileThatCannotBeMovedIntoPlaceLeavesNothing() throws IOException {
    Path target = folder.resolve("target");
    Files.createDirectories(target.resolve("not-empty"));
    assertThatThrownBy(() -> AtomicFile.write(target, "text")).isInstanceOf(IOException.class);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void aLockIsHeldByOne() throws IOException {
    RunFolder run = new RunFolder(folder.resolve("run"));
    try (RunLock lock = RunLock.tryAcquire(run).orElseThrow()) {
      assertThat(RunLock.tryAcquire(run)).isEmpty();
    }
    RunLock again = RunLock.tryAcquire(run).orElseThrow();
    again.close();
  }

  @Test
  void aLockIsKeptWhateverItsOwnProcessAsks() throws IOException {
    Path locks = Path.of("/proc/locks");
    assumeTrue(Files.isReadable(locks));
    RunFolder run = new RunFolder(folder.resolve("run"));
    try (RunLock lock = RunLock.tryAcquire(run).orElseThrow()) {
      String inode = ":" + Files.getAttribute(run.lock(), "unix:ino") + " ";
      assertThat(Files.readString(locks)).contains(inode);
      assertThat(RunLock.tryAcquire(run)).isEmpty();
      assertThat(RunLock.isHeld(new RunFolder(folder.resolve("other/../run")))).isTrue();
      assertThat(Files.readString(locks)).contains(inode);
    }
    assertThat(RunLock.isHeld(run)).isFalse();
  }

  @Test
  void whetherALockIsHeldIsSeenWithoutWriting() throws IOException {
    RunFolder run = new RunFolder(folder.resolve("run"));
    assertThat(RunLock.isHeld(run)).isFalse();
    assertThat(run.path()).doesNotExist();
    try (RunLock lock = RunLock.tryAcquire(run).orElseThrow()) {
      assertThat(RunLock.isHeld(run)).isTrue();
    }
    assertThat(RunLock.isHeld(run)).isFalse();
    Files.setPosixFilePermissions(run.lock(), PosixFilePermissions.fromString("r--r--r--"));
    assertThat(RunLock.isHeld(run)).as("a file that can only be read").isFalse();
    Files.setPosixFilePermissions(run.lock(), PosixFilePermissions.fromString("---------"));
    assertThat(RunLock.isHeld(run)).as("a file that not even can be read").isFalse();
  }
}
