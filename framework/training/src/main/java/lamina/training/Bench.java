package lamina.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Names;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;

/**
 * {@code lamina bench}: training steps a second of an encoder with and without each mask, one
 * thread, and how much of this machine's own large matrix product it reaches. Variants take turns,
 * so that a machine whose speed drifts does not favour one.
 */
public final class Bench {
  private static final int TOKENS = 64;
  private static final int BATCH = 32;
  private static final int LAYERS = 4;
  private static final int LARGE = 2048;

  private Bench() {}

  private record Variant(String name, AttentionMask mask) {}

  /** Argument: measured steps a variant. */
  public static void main(String[] arguments) {
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    int steps = Integer.parseInt(arguments[0]);
    try (NDManager manager = NDManager.newBaseManager(device.device())) {
      double peak = largeProduct(manager);
      System.out.printf(Locale.ROOT, "large matrix product: %.1f GFLOP/s%n", peak / 1e9);
      report(manager, 128, variants(), steps, peak);
      report(manager, 256, variants().subList(0, 1), steps, peak);
    }
    BenchTrial.report(device);
  }

  private static List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("no mask", new NoMask()));
    for (MaskPlacement placement : MaskPlacement.values()) {
      for (MaskFusion fusion : MaskFusion.values()) {
        variants.add(
            new Variant(Names.of(placement) + ", " + Names.of(fusion), mask(placement, fusion)));
      }
    }
    return variants;
  }

  private static LearnableMask mask(MaskPlacement placement, MaskFusion fusion) {
    return new LearnableMask(
        placement,
        fusion,
        2,
        null,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  private static void report(
      NDManager manager, int width, List<Variant> variants, int steps, double peak) {
    Transformer backbone =
        new Transformer(LAYERS, 4, width, 4 * width, 0, Activation.GELU, Normalisation.PRE);
    List<BenchStep> subjects = new ArrayList<>();
    for (Variant variant : variants) {
      NDArray input = manager.randomUniform(-1, 1, new Shape(BATCH, TOKENS, width));
      subjects.add(new BenchStep(manager, backbone, variant.mask(), input));
    }
    for (int i = 0; i < steps + 3; i++) {
      boolean warm = i >= 3;
      subjects.forEach(subject -> subject.run(warm));
    }
    System.out.printf(
        "%ntraining steps of %d layers, D %d, N %d, batch %d, mask depth 2%n",
        LAYERS, width, TOKENS, BATCH);
    double plain = subjects.get(0).medianSeconds();
    for (int i = 0; i < subjects.size(); i++) {
      double seconds = subjects.get(i).medianSeconds();
      System.out.printf(
          Locale.ROOT,
          "%-32s %6.2f steps/s  %5.2f x%n",
          variants.get(i).name(),
          1 / seconds,
          seconds / plain);
    }
    double reached = flops(width) / plain;
    System.out.printf(
        Locale.ROOT,
        "no mask reaches %.1f GFLOP/s, %.0f %% of the large product%n",
        reached / 1e9,
        100 * reached / peak);
    subjects.forEach(BenchStep::close);
  }

  /**
   * Multiplications and additions of a training step without a mask: three times a forward pass.
   */
  private static double flops(int width) {
    double projections = 4.0 * width * width + 2.0 * width * 4 * width;
    double attention = 2.0 * TOKENS * width;
    return 3 * 2.0 * BATCH * TOKENS * LAYERS * (projections + attention);
  }

  private static double largeProduct(NDManager manager) {
    double best = 0;
    try (NDManager own = manager.newSubManager()) {
      NDArray a = own.randomUniform(-1, 1, new Shape(LARGE, LARGE));
      for (int i = 0; i < 5; i++) {
        long begin = System.nanoTime();
        a.matMul(a).close();
        best = Math.max(best, 2.0 * LARGE * LARGE * LARGE / ((System.nanoTime() - begin) / 1e9));
      }
    }
    return best;
  }
}
