package lamina.task.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HungarianTest {
  @Test
  void everyReferenceCaseHasItsTotal() throws IOException {
    for (JsonNode gold : Fixtures.read("misc/hungarian.json").get("cases")) {
      double[][] cost = matrix(gold.get("cost"));
      int[] rows = Hungarian.assign(cost);
      assertThat(total(cost, rows)).isCloseTo(gold.get("total").asDouble(), within(1e-9));
      if (!gold.get("ties").asBoolean()) {
        int[] wanted = new int[rows.length];
        Arrays.fill(wanted, Hungarian.FREE);
        for (int i = 0; i < gold.get("cols").size(); i++) {
          wanted[gold.get("cols").get(i).asInt()] = gold.get("rows").get(i).asInt();
        }
        assertThat(rows).isEqualTo(wanted);
      }
    }
  }

  @Test
  void noAssignmentIsCheaper() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 500; round++) {
      int rows = 1 + random.nextInt(6);
      int columns = random.nextInt(rows + 1);
      double[][] cost = new double[rows][columns];
      for (double[] row : cost) {
        Arrays.setAll(row, i -> random.nextInt(20) - 10);
      }
      int[] assigned = Hungarian.assign(cost);
      assertThat(Arrays.stream(assigned).distinct().count()).isEqualTo(columns);
      assertThat(total(cost, assigned)).isEqualTo(cheapest(cost, 0, new boolean[rows]));
    }
  }

  @Test
  void nothingIsAssignedToNothing() {
    assertThat(Hungarian.assign(new double[10][0])).isEmpty();
  }

  private static double cheapest(double[][] cost, int column, boolean[] taken) {
    if (column == cost[0].length) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int row = 0; row < cost.length; row++) {
      if (!taken[row]) {
        taken[row] = true;
        best = Math.min(best, cost[row][column] + cheapest(cost, column + 1, taken));
        taken[row] = false;
      }
    }
    return best;
  }

  private static double total(double[][] cost, int[] rows) {
    double total = 0;
    for (int column = 0; column < rows.length; column++) {
      total += rows[column] == Hungarian.FREE ? 0 : cost[rows[column]][column];
    }
    return total;
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = new double[rows.get(i).size()];
      for (int j = 0; j < matrix[i].length; j++) {
        matrix[i][j] = rows.get(i).get(j).asDouble();
      }
    }
    return matrix;
  }
}
