package lamina.config;

import java.util.SplittableRandom;
import lamina.mask.FrozenMask;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.ShuffledMask;

/** Experiments that the tests start from. */
final class Given {
  private Given() {}

  static Transformer backbone() {
    return new Transformer(4, 4, 64, 256, 0.1, Activation.GELU, Normalisation.PRE);
  }

  static LearnableMask mask() {
    return new LearnableMask(
        MaskPlacement.PER_LAYER,
        MaskFusion.MULTIPLY,
        2,
        null,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  static Experiment<NoMask> baseline() {
    return new Experiment<>(
        new Classification(new GarmentsAndVoices(1600, 400, 1000, 0.2, 20, 500, 0), Pooling.MEAN),
        new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20)),
        backbone(),
        new NoMask(),
        new Training(
            6,
            64,
            new AdamW(0.002, 0.01, 0.9, 0.999, 1e-8),
            new Schedule.WarmupCosine(0.1),
            1,
            Selection.BEST_VALIDATION,
            new Stopping.Never()));
  }

  /** Any experiment that is allowed. */
  static Experiment<?> random(SplittableRandom random) {
    int heads = 1 + random.nextInt(4);
    Transformer backbone =
        new Transformer(
            1 + random.nextInt(6),
            heads,
            heads * (1 + random.nextInt(32)),
            1 + random.nextInt(512),
            random.nextDouble(),
            any(random, Activation.values()),
            any(random, Normalisation.values()));
    Experiment<NoMask> base = baseline().withBackbone(backbone);
    if (random.nextBoolean()) {
      return base;
    }
    LearnableMask mask =
        new LearnableMask(
            any(random, MaskPlacement.values()),
            any(random, MaskFusion.values()),
            1 + random.nextInt(32),
            random.nextBoolean() ? null : 1 + random.nextInt(99),
            any(random, MaskParametrisation.values()),
            any(random, MaskInitialisation.values()),
            any(random, MaskLength.values()));
    return switch (random.nextInt(3)) {
      case 0 -> base.with(mask);
      case 1 -> base.with(new ShuffledMask(mask));
      default -> base.with(new FrozenMask(mask.withInitialisation(MaskInitialisation.KAIMING)));
    };
  }

  private static <E> E any(SplittableRandom random, E[] values) {
    return values[random.nextInt(values.length)];
  }
}
