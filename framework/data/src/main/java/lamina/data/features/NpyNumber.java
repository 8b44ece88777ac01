package lamina.data.features;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of numbers that are read from numpy's arrays, all little-endian. */
enum NpyNumber {
  HALF("<f2", Short.BYTES) {
    @Override
    float next(ByteBuffer from) {
      return half(from.getShort());
    }
  },
  SINGLE("<f4", Float.BYTES) {
    @Override
    float next(ByteBuffer from) {
      return from.getFloat();
    }
  },
  DOUBLE("<f8", Double.BYTES) {
    @Override
    float next(ByteBuffer from) {
      return (float) from.getDouble();
    }
  };

  private static final int EXPONENT_BITS = 0x1f;
  private static final int FRACTION_BITS = 0x3ff;
  private static final int FRACTION_LENGTH = 10;
  private static final int SINGLE_FRACTION_LENGTH = 23;
  private static final int BIAS_DIFFERENCE = 127 - 15;
  private static final float SMALLEST_HALF = 0x1p-24f;

  private final String written;
  private final int bytes;

  NpyNumber(String written, int bytes) {
    this.written = written;
    this.bytes = bytes;
  }

  /** The next number, rounded to single precision. */
  abstract float next(ByteBuffer from);

  int bytes() {
    return bytes;
  }

  /** By numpy's name of the kind. */
  static Optional<NpyNumber> of(String written) {
    return Arrays.stream(values()).filter(number -> number.written.equals(written)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(n -> n.written).collect(Collectors.joining(", "));
  }

  /** IEEE 754 binary16, which Java itself reads only from version 20 on. */
  static float half(short bits) {
    int exponent = bits >>> FRACTION_LENGTH & EXPONENT_BITS;
    int fraction = bits & FRACTION_BITS;
    float size;
    if (exponent == 0) {
      size = fraction * SMALLEST_HALF;
    } else if (exponent < EXPONENT_BITS) {
      size =
          Float.intBitsToFloat(
              exponent + BIAS_DIFFERENCE << SINGLE_FRACTION_LENGTH
                  | fraction << SINGLE_FRACTION_LENGTH - FRACTION_LENGTH);
    } else {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    }
    return bits < 0 ? -size : size;
  }
}
