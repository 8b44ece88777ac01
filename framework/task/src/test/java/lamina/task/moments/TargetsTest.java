package lamina.task.moments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruth.Window;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private static Targets of(GroundTruth truth, int clips, long seed) {
    return Targets.of(truth, clips, new SplittableRandom(seed));
  }

  @Test
  void spansAreSharesOfTheVideo() {
    GroundTruth truth = Given.truth(20, List.of(new Window(4, 12)), 2);
    Targets targets = of(truth, 20, 0);
    assertThat(targets.spans()).containsExactly(new Span(0.2, 0.2));
    assertThat(targets.saliency()).hasSize(20);
    assertThat(targets.saliency()[2]).isEqualTo(6);
    assertThat(targets.saliency()[6]).isZero();
  }

  @Test
  void atMostFiveOfManyWindowsAreTaken() {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      windows.add(new Window(4 * i, 4 * i + 2));
    }
    Targets targets = of(Given.truth(20, windows, 1), 20, 0);
    assertThat(targets.spans()).hasSize(5).doesNotHaveDuplicates();
    assertThat(of(Given.truth(20, windows, 1), 20, 1).spans()).isNotEqualTo(targets.spans());
  }

  @Test
  void theEasyPairIsARelevantClipAboveAnother() {
    GroundTruth truth = Given.truth(20, List.of(new Window(10, 14)), 2);
    for (int seed = 0; seed < 50; seed++) {
      Targets.Pair easy = of(truth, 20, seed).pairs().get(1);
      assertThat(truth.clips()).contains(easy.higher()).doesNotContain(easy.lower());
    }
  }

  @Test
  void theHardPairIsTheBestClipAboveTheWorst() {
    GroundTruth truth =
        new GroundTruth(
            1,
            "q",
            20,
            "v",
            List.of(new Window(2, 8)),
            List.of(1, 2, 3),
            List.of(List.of(2, 2, 2), List.of(4, 4, 4), List.of(0, 1, 0)));
    assertThat(of(truth, 10, 0).pairs().get(0)).isEqualTo(new Targets.Pair(2, 3));
  }

  @Test
  void aQueryWithoutRelevantClipsHasNoPairs() {
    Targets targets = of(Given.truth(20, List.of(), 0), 20, 0);
    assertThat(targets.spans()).isEmpty();
    assertThat(targets.pairs()).isEmpty();
  }

  @Test
  void whereAllClipsAreRelevantTheHardPairStandsInForTheEasyOne() {
    Targets targets = of(Given.truth(4, List.of(new Window(0, 8)), 3), 4, 0);
    assertThat(targets.pairs()).hasSize(2);
    assertThat(targets.pairs().get(1)).isEqualTo(targets.pairs().get(0));
  }

  @Test
  void relevantClipsBeyondTheFeaturesAreTheLastClip() {
    Targets targets = of(Given.truth(6, List.of(new Window(8, 12)), 4), 5, 0);
    assertThat(targets.saliency()).containsExactly(0, 0, 0, 0, 12);
    assertThat(targets.pairs().get(0).higher()).isEqualTo(4);
  }
}
