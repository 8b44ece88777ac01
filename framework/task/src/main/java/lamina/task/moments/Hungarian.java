package lamina.task.moments;

import java.util.Arrays;

/**
 * The assignment of least total cost (Kuhn's Hungarian method by shortest augmenting paths, one
 * column after the other, O(columns² · rows)).
 */
final class Hungarian {
  static final int FREE = -1;

  private Hungarian() {}

  /**
   * Assigns a row of its own to every column, or where there are fewer rows, to as many columns as
   * there are rows.
   *
   * @param cost finite, rows by columns, at least one row
   * @return the row of each column, {@link #FREE} for none
   */
  static int[] assign(double[][] cost) {
    int rows = cost.length;
    int columns = cost[0].length;
    if (columns > rows) {
      return inverse(assign(transposed(cost)), columns);
    }
    double[] rowPrice = new double[rows];
    double[] columnPrice = new double[columns];
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, FREE);
    for (int column = 0; column < columns; column++) {
      augment(cost, column, rowPrice, columnPrice, columnOf);
    }
    return inverse(columnOf, columns);
  }

  private static int[] inverse(int[] columnOf, int columns) {
    int[] rowOf = new int[columns];
    Arrays.fill(rowOf, FREE);
    for (int row = 0; row < columnOf.length; row++) {
      if (columnOf[row] != FREE) {
        rowOf[columnOf[row]] = row;
      }
    }
    return rowOf;
  }

  private static double[][] transposed(double[][] cost) {
    double[][] turned = new double[cost[0].length][cost.length];
    for (int row = 0; row < cost.length; row++) {
      for (int column = 0; column < cost[0].length; column++) {
        turned[column][row] = cost[row][column];
      }
    }
    return turned;
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
