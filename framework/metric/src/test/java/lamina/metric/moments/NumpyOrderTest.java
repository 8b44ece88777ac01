package lamina.metric.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums and orders as numpy has them. */
class NumpyOrderTest {

  @Test
  void aSumIsNumpysToTheLastBit() {
    // np.sum([1e16, 1, ..., 1]) of 7, 9, 16 and 200 numbers, numpy 1.24
    assertThat(sumAfterABigNumber(7)).isEqualTo(1e16);
    assertThat(sumAfterABigNumber(9)).isEqualTo(10000000000000008.0);
    assertThat(sumAfterABigNumber(16)).isEqualTo(10000000000000014.0);
    assertThat(sumAfterABigNumber(200)).isEqualTo(10000000000000188.0);
  }

  private static double sumAfterABigNumber(int count) {
    double[] values = new double[count];
    Arrays.fill(values, 1);
    values[0] = 1e16;
    return Sums.sum(values, 0, count);
  }

  @Test
  void aSumIsCloseToTheSumOneAfterTheOther() {
    SplittableRandom random = new SplittableRandom(1);
    for (int count = 0; count < 1_000; count++) {
      double[] values = random.doubles(count).toArray();
      assertThat(Sums.sum(values, 0, count)).isCloseTo(Arrays.stream(values).sum(), within(1e-9));
    }
    assertThat(Sums.mean(new double[0])).isNaN();
  }

  @Test
  void numbersAreSortedAndThoseThatAreNoneComeLast() {
    SplittableRandom random = new SplittableRandom(2);
    for (int count = 0; count < 200; count++) {
      double[] values =
          random.ints(count, 0, 9).mapToDouble(i -> i == 8 ? Double.NaN : i).toArray();
      int[] order = Argsort.ascending(values);
      assertThat(Arrays.stream(order).sorted().distinct().count()).isEqualTo(count);
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      assertThat(Arrays.stream(order).mapToDouble(i -> values[i]).toArray()).isEqualTo(sorted);
    }
  }

  @Test
  void upToSixteenEqualNumbersKeepTheirPlaceAndMoreGoWhereNumpyPutsThem() {
    assertThat(Argsort.ascending(new double[16])).isSorted();
    assertThat(Argsort.ascending(new double[] {1, 0.0, -0.0})).containsExactly(1, 2, 0);
    assertThat(Argsort.ascending(new double[17]))
        .as("np.zeros(17).argsort()")
        .containsExactly(0, 14, 13, 12, 11, 10, 9, 15, 8, 6, 5, 4, 3, 2, 1, 7, 16);
  }
}
