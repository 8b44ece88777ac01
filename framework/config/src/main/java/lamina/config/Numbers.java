package lamina.config;

import java.math.BigDecimal;

/** Numbers in their shortest decimal form without an exponent: 0.001, 8, 0.00000001. */
public final class Numbers {
  private Numbers() {}

  public static String plain(double value) {
    BigDecimal shortest = new BigDecimal(Double.toString(value));
    return shortest.signum() == 0 ? "0" : shortest.stripTrailingZeros().toPlainString();
  }

  static String plain(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? plain(number.doubleValue())
        : String.valueOf(value);
  }
}
