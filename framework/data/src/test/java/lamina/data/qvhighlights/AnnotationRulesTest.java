package lamina.data.qvhighlights;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import lamina.data.DataException;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruth.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationRulesTest {
  private static final Path FILE = Path.of("a.jsonl");
  private static final AnnotationRules RULES = new AnnotationRules(FILE, false);
  private static final AnnotationRules EVALUATED = new AnnotationRules(FILE, true);

  private static GroundTruth video(double duration, String vid) {
    return new GroundTruth(7, "a dog", duration, vid, List.of(), List.of(), List.of());
  }

  private static GroundTruth windows(double duration, double start, double end) {
    List<Window> windows = List.of(new Window(0, 2), new Window(start, end));
    return new GroundTruth(7, "a dog", duration, "v", windows, List.of(), List.of());
  }

  private static GroundTruth clips(
      double duration, List<Integer> clips, List<List<Integer>> saliency) {
    return new GroundTruth(7, "a dog", duration, "v", List.of(), clips, saliency);
  }

  private static void assertFails(GroundTruth truth, String message) {
    assertFails(RULES, truth, message);
  }

  private static void assertFails(AnnotationRules rules, GroundTruth truth, String message) {
    assertThatThrownBy(() -> rules.check(List.of(truth)))
        .isInstanceOf(DataException.class)
        .hasMessage("a.jsonl, qid 7: " + message);
  }

  @ParameterizedTest
  @CsvSource({"150, 140, 150", "126, 0, 126", "150, 0, 150", "150, 4, 4", "7.5, 1.5, 7.5"})
  void windowsMayReachBothEnds(double duration, double start, double end) {
    assertThatCode(() -> RULES.check(List.of(windows(duration, start, end))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "150, 140, 152, '[140, 152]'",
    "126, 20, 10, '[20, 10]'",
    "150, -2, 10, '[-2, 10]'",
    "150, 0, Infinity, '[0, Infinity]'",
    "150, NaN, 10, '[NaN, 10]'"
  })
  void windowsOutsideOfTheVideoAreRefused(double duration, double start, double end, String got) {
    String limit = duration == 126 ? "126" : "150";
    assertFails(
        windows(duration, start, end),
        "relevant_windows must have 0 <= start <= end <= duration " + limit + ", got " + got);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-150, -150", "NaN, NaN", "Infinity, Infinity"})
  void aVideoWithoutLengthIsRefused(double duration, String got) {
    assertFails(video(duration, "v"), "duration must be above 0, got " + got);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../v", "a/b", "a\\b", "c:d"})
  void aVideosNameMustNotLeadElsewhere(String vid) {
    assertFails(video(150, vid), "vid must be a file's name, got " + vid);
  }

  @ParameterizedTest
  @CsvSource({"150, 74", "149, 74", "0.5, 0"})
  void theLastClipMayBeRelevant(double duration, int clip) {
    assertThatCode(
            () -> RULES.check(List.of(clips(duration, List.of(clip), List.of(List.of(0, 4, 2))))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"150, 75, 75", "148, 74, 74", "149, 75, 75", "150, -1, 75", "150, 2147483647, 75"})
  void clipsOutsideOfTheVideoAreRefused(double duration, int clip, String clips) {
    assertFails(
        clips(duration, List.of(clip), List.of(List.of(0, 4, 2))),
        String.format(
            "relevant_clip_ids must be at least 0 and below %s, the clips in duration %s, got %s",
            clips, (int) duration, clip));
  }

  /** The official evaluator would fail, after all of the training. */
  @Test
  void aClipThatIsNotWholeIsRefusedWhereItWouldBeEvaluated() {
    assertFails(
        EVALUATED,
        clips(149, List.of(74), List.of(List.of(0, 4, 2))),
        "relevant_clip_ids must be at least 0 and below 74, the clips in duration 149, got 74");
    assertFails(EVALUATED, video(1.5, "v"), "duration must be at least 2, a whole clip, got 1.5");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 5})
  void saliencyMustBeFromZeroToFour(int score) {
    assertFails(
        clips(150, List.of(3), List.of(List.of(1, 2, score))),
        "saliency_scores must be from 0 to 4, got " + score);
  }

  @Test
  void aQueryMustBeThereOnce() {
    assertThatThrownBy(() -> RULES.check(List.of(video(150, "v"), video(150, "w"))))
        .isInstanceOf(DataException.class)
        .hasMessage("a.jsonl, qid 7: qid must be there once, got 7");
  }

  @Test
  void aQueryWithoutRelevantClipsIsAllowed() {
    assertThatCode(() -> RULES.check(List.of(video(150, "v")))).doesNotThrowAnyException();
  }

  @Test
  void anEmptySplitIsRefused() {
    assertThatThrownBy(() -> RULES.check(List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage("a.jsonl must have at least 1 line, got 0");
  }
}
