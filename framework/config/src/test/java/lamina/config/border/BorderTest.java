package lamina.config.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
