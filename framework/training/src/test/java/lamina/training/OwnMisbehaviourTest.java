package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.config.Trial;
import lamina.config.border.MechanismCode;
import lamina.config.border.Outcome;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user's mechanism does wrong is its trial's outcome, and nothing of the next trial's. */
class OwnMisbehaviourTest {
  @TempDir static Path home;
  @TempDir Path temporary;
  private static DataFolder data;
  private static byte[] alone;
  private TrialDesk desk;

  @BeforeAll
  static void trainAlone() throws IOException {
    data = TinyData.in(home);
    Path store = home.resolve("alone");
    Own.desk(data).take(Own.assignment(store, trial(SmallTrial.NONE)));
    alone = parameters(store, trial(SmallTrial.NONE));
  }

  @BeforeEach
  void openDesk() {
    desk = Own.desk(data);
  }

  private static Trial trial(AttentionMask mask) {
    return SmallTrial.of(mask, 1, 1e-3, 0);
  }

  private static Trial bad(String what) {
    return trial(Own.mask("Bad", Map.of("what", what)));
  }

  private static byte[] parameters(Path store, Trial trial) throws IOException {
    return Files.readAllBytes(SmallTrial.folder(store, trial).parameters());
  }

  static Stream<Arguments> wrongs() {
    return Stream.of(
        Arguments.of("throws-in", "thrown while it is built"),
        Arguments.of("throws", "thrown in a step"),
        Arguments.of("fails", "an error of its own"),
        Arguments.of("asserts", "asserted in a step"),
        Arguments.of("links", "Beside"),
        Arguments.of("sneaks", "checked, and not said"),
        Arguments.of("overflows", "StackOverflowError"),
        Arguments.of("breaks-the-backward-pass", "inplace operation"),
        Arguments.of("ends-it-too-early", "released already"));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void whateverItThrowsIsTheOutcomeAndTheNextTrialIsRight(String what, String reason)
      throws IOException {
    Trial trial = bad(what);
    MechanismCode code = Own.code("Bad");
    desk.take(
        Own.assignment(
            temporary, trial, what.equals("links") ? Own.without(code, "Beside") : code));
    Outcome outcome =
        Outcome.fromJson(Files.readString(SmallTrial.folder(temporary, trial).outcome()));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    Outcome.Failed failed = (Outcome.Failed) outcome;
    assertThat(failed.failure()).isEqualTo(Outcome.Failure.ERROR);
    assertThat(failed.message()).contains(reason);
    assertThat(SmallTrial.folder(temporary, trial).provenance()).exists();
    assertTheNextIsRight();
  }

  private void assertTheNextIsRight() throws IOException {
    Trial next = trial(SmallTrial.NONE);
    desk.take(Own.assignment(temporary, next));
    assertThat(parameters(temporary, next)).isEqualTo(alone);
  }

  @Test
  void arraysThatItKeepsAreNotThereInTheNextTrial() throws IOException {
    Trial keeps = bad("keeps");
    desk.take(Own.assignment(temporary, keeps, Own.code("Bad")));
    assertThat(SmallTrial.folder(temporary, keeps).outcome()).exists();
    assertTheNextIsRight();
  }

  @Test
  void aStaticFieldStartsAnewInEachTrial() throws IOException {
    Trial counts = bad("counts");
    desk.take(Own.assignment(temporary, counts, Own.code("Bad")));
    desk.take(Own.assignment(temporary.resolve("again"), counts, Own.code("Bad")));
    assertThat(parameters(temporary.resolve("again"), counts))
        .isEqualTo(parameters(temporary, counts))
        .isNotEqualTo(alone);
  }

  @Test
  void whereItDoesNothingItIsTrained() throws IOException {
    Trial nothing = bad("nothing");
    desk.take(Own.assignment(temporary, nothing, Own.code("Bad")));
    assertThat(SmallTrial.folder(temporary, nothing).parameters()).exists();
  }
}
