package lamina.task.moments;

import java.util.Arrays;

/**
 * The assignment of least total cost (Kuhn's Hungarian method by shortest augmenting paths, one
 * column after the other, O(columns² · rows)).
 */
final class Hungarian {
  private static final int FREE = -1;

  private Hungarian() {}

  /**
   * Assigns a row of its own to every column.
   *
   * @param cost finite, rows by columns, with at least as many rows as columns
   * @return the row of each column
   */
  static int[] assign(double[][] cost) {
    int rows = cost.length;
    int columns = rows == 0 ? 0 : cost[0].length;
    double[] rowPrice = new double[rows];
    double[] columnPrice = new double[columns];
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, FREE);
    for (int column = 0; column < columns; column++) {
      augment(cost, column, rowPrice, columnPrice, columnOf);
    }
    int[] rowOf = new int[columns];
    for (int row = 0; row < rows; row++) {
      if (columnOf[row] != FREE) {
        rowOf[columnOf[row]] = row;
      }
    }
    return rowOf;
  }

  /** Finds the cheapest path from a new column to a free row, and shifts assignments along it. */
  private static void augment(
      double[][] cost, int start, double[] rowPrice, double[] columnPrice, int[] columnOf) {
    int rows = cost.length;
    double[] distance = new double[rows];
    int[] before = new int[rows];
    boolean[] done = new boolean[rows];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    Arrays.fill(before, FREE);
    int row = FREE;
    int column = start;
    double far = 0;
    do {
      int nearest = FREE;
      for (int r = 0; r < rows; r++) {
        if (done[r]) {
          continue;
        }
        double through = far + cost[r][column] - columnPrice[column] - rowPrice[r];
        if (through < distance[r]) {
          distance[r] = through;
          before[r] = row;
        }
        nearest = nearest == FREE || distance[r] < distance[nearest] ? r : nearest;
      }
      row = nearest;
      far = distance[row];
      done[row] = true;
      column = columnOf[row];
    } while (column != FREE);
    columnPrice[start] += far;
    for (int r = 0; r < rows; r++) {
      if (done[r] && r != row) {
        columnPrice[columnOf[r]] += far - distance[r];
        rowPrice[r] -= far - distance[r];
      }
    }
    while (row != FREE) {
      columnOf[row] = before[row] == FREE ? start : columnOf[before[row]];
      row = before[row];
    }
  }
}
