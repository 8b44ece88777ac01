package lamina.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.WorkerMessage;
import lamina.spark.Call.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptTest {
  private static final long FIRST = 1;
  private static final long SECOND = 2;

  @TempDir Path temporary;
  private final List<WorkerMessage> heard = new ArrayList<>();

  @Test
  void filesThatHaveAllArrivedBecomeTheTrials() throws IOException {
    Attempt attempt = attempt();
    assertThat(attempt.begin(FIRST, false)).isEqualTo(Answer.GO);
    send(attempt, FIRST, "trial.json", "outcome.json");
    assertThat(folder().outcome()).doesNotExist();
    assertThat(commit(attempt, FIRST, "trial.json", "outcome.json")).isEqualTo(Answer.RECORDED);
    assertThat(folder().trial()).hasContent("trial.json");
    assertThat(folder().outcome()).hasContent("outcome.json");
    attempt.end();
    assertThat(files()).containsExactlyInAnyOrder("lock", "trial.json", "outcome.json");
  }

  @Test
  void whatATaskSendsThatWasReplacedIsNotTaken() throws IOException {
    Attempt attempt = attempt();
    attempt.begin(FIRST, false);
    send(attempt, FIRST, "outcome.json");
    assertThat(attempt.begin(SECOND, false)).isEqualTo(Answer.GO);
    assertThat(attempt.take(FIRST, parts("outcome.json", "x"))).isEqualTo(Answer.OVER);
    assertThat(commit(attempt, FIRST, "outcome.json")).isEqualTo(Answer.OVER);
    attempt.said(FIRST, progress());
    assertThat(heard).isEmpty();
    assertThat(folder().path().resolve("arriving")).doesNotExist();
    attempt.said(SECOND, progress());
    assertThat(heard).hasSize(1);
  }

  @Test
  void aTaskThatWasReplacedDoesNotBeginAgain() throws IOException {
    Attempt attempt = attempt();
    attempt.begin(SECOND, false);
    send(attempt, SECOND, "outcome.json");
    assertThat(attempt.begin(FIRST, false)).isEqualTo(Answer.OVER);
    assertThat(commit(attempt, SECOND, "outcome.json")).isEqualTo(Answer.RECORDED);
  }

  @Test
  void whatHasArrivedInPartGoesWhenAMachineWritesInPlace() throws IOException {
    Attempt broken = attempt();
    broken.begin(FIRST, false);
    send(broken, FIRST, "trial.json");
    broken.begin(SECOND, true);
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void whatArrivesDamagedIsNotTaken() throws IOException {
    Attempt attempt = attempt();
    attempt.begin(FIRST, false);
    send(attempt, FIRST, "trial.json", "outcome.json");
    attempt.take(FIRST, parts("trial.json", "T"));
    assertThat(commit(attempt, FIRST, "trial.json", "outcome.json")).isEqualTo(Answer.UNWRITABLE);
    assertThat(attempt.trouble()).contains("trial.json has arrived damaged");
    assertThat(folder().outcome()).doesNotExist();
  }

  @Test
  void filesWithoutAnOutcomeAreNoTrial() throws IOException {
    Attempt attempt = attempt();
    attempt.begin(FIRST, false);
    send(attempt, FIRST, "trial.json");
    assertThat(commit(attempt, FIRST, "trial.json")).isEqualTo(Answer.UNWRITABLE);
    assertThat(folder().trial()).doesNotExist();
  }

  @Test
  void theRunIsLockedUntilTheAttemptEnds() throws IOException {
    Attempt attempt = attempt();
    attempt.begin(FIRST, false);
    assertThat(RunLock.isHeld(folder())).isTrue();
    assertThat(attempt().begin(SECOND, false)).isEqualTo(Answer.BUSY);
    attempt.end();
    assertThat(RunLock.isHeld(folder())).isFalse();
    assertThat(attempt.begin(SECOND, false)).isEqualTo(Answer.OVER);
  }

  @Test
  void aMachineThatSeesTheStoreLocksTheRunItself() throws IOException {
    Attempt attempt = attempt();
    attempt.begin(FIRST, false);
    assertThat(attempt.begin(SECOND, true)).isEqualTo(Answer.GO);
    assertThat(RunLock.isHeld(folder())).isFalse();
  }

  @Test
  void aTrialThatHasAnOutcomeIsNotTrainedAgain() throws IOException {
    Files.createDirectories(folder().path());
    Files.writeString(folder().outcome(), "{}");
    assertThat(attempt().begin(FIRST, false)).isEqualTo(Answer.RECORDED);
  }

  @Test
  void aFileStaysInItsRunsFolder() throws IOException {
    Attempt attempt = attempt();
    attempt.begin(FIRST, false);
    for (String name :
        List.of(
            "../../outside", "..", "a/b", "mechanism/..", "mechanism/a/b", "lock", ".hidden", "")) {
      assertThat(attempt.take(FIRST, parts(name, "x"))).isEqualTo(Answer.UNWRITABLE);
      assertThat(attempt.trouble()).contains("must have a plain name, got '" + name + "'");
    }
    Path outside = Files.writeString(temporary.resolve("outside"), "../../outside");
    send(attempt, FIRST, "outcome.json");
    assertThat(commit(attempt, FIRST, "../../outside", "outcome.json"))
        .isEqualTo(Answer.UNWRITABLE);
    assertThat(outside).hasContent("../../outside");
    assertThat(files()).containsExactlyInAnyOrder("lock", "arriving");
  }

  private Attempt attempt() {
    return new Attempt(folder(), heard::add);
  }

  private RunFolder folder() {
    return new RunFolder(temporary.resolve("run"));
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder().path())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String progress() {
    return "{\"kind\":\"ready\",\"device\":\"cpu\"}";
  }

  /** Each file holds its own name. */
  private static void send(Attempt attempt, long task, String... names) {
    for (String name : names) {
      assertThat(attempt.take(task, parts(name, name))).isEqualTo(Answer.GO);
    }
  }

  private static Answer commit(Attempt attempt, long task, String... names) {
    TreeMap<String, String> checksums = new TreeMap<>();
    for (String name : names) {
      checksums.put(name, HexFormat.of().formatHex(Bundle.sha256().digest(bytes(name))));
    }
    return attempt.commit(task, List.of(), checksums);
  }

  private static List<Call.Part> parts(String name, String content) {
    return List.of(new Call.Part(name, 0, bytes(content)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
