package lamina.config;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random choices that depend on the trial's seed and their purpose alone, so that a training
 * resumed at an epoch goes on bit for bit, and two models of one seed start alike where they share
 * a tensor's name.
 */
public final class Randomness {
  private Randomness() {}

  public static SplittableRandom source(long seed, String purpose) {
    return new SplittableRandom(seed(seed, purpose));
  }

  /** A seed derived from another: FNV-1a over the purpose's bytes, mixed with the seed. */
  public static long seed(long seed, String purpose) {
    long hash = 0xcbf29ce484222325L ^ mix(seed);
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
