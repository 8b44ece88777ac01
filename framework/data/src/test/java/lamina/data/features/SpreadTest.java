package lamina.data.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMiddleRowOfEachPartIsChosen() {
    assertThat(Spread.of(25, 8)).containsExactly(1, 4, 7, 10, 14, 17, 20, 23);
    assertThat(Spread.of(10, 2)).containsExactly(2, 7);
    assertThat(Spread.of(9, 1)).containsExactly(4);
  }

  @Test
  void allRowsAreChosenWhereThereIsRoom() {
    assertThat(Spread.of(3, 3)).containsExactly(0, 1, 2);
    assertThat(Spread.of(3, 50)).containsExactly(0, 1, 2);
    assertThat(Spread.of(0, 50)).isEmpty();
  }

  @Test
  void rowsAreInOrderAndNoneTwice() {
    for (int rows = 1; rows < 60; rows++) {
      for (int most = 1; most < 60; most++) {
        int[] chosen = Spread.of(rows, most);
        assertThat(chosen).hasSize(Math.min(rows, most)).isSorted().doesNotHaveDuplicates();
        assertThat(chosen[0]).isNotNegative();
        assertThat(chosen[chosen.length - 1]).isLessThan(rows);
      }
    }
  }

  @Test
  void theNumbersOfARowStayTogether() {
    assertThat(Spread.rows(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2)).containsExactly(2, 3, 6, 7);
  }
}
