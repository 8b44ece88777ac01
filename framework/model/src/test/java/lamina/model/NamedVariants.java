package lamina.model;

import java.util.LinkedHashMap;
import java.util.Map;
import lamina.config.AttentionMask;
import lamina.config.Names;
import lamina.mask.FrozenMask;
import lamina.mask.LayerChoice;
import lamina.mask.LearnableMask;
import lamina.mask.LinearControl;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.OnLayers;
import lamina.mask.ShuffledMask;
import lamina.mask.SparseMask;
import lamina.mask.StaticMask;

/**
 * Every named variant of the attention mask, with the exact number of parameters of an encoder of 2
 * layers, D 4, feed-forward 8 and N 5 that has it.
 */
final class NamedVariants {
  /** Per layer 4 (4x4 + 4) + 2 (4 + 4) + (4x8 + 8) + (8x4 + 4) = 172; and the last norm, 4 + 4. */
  private static final int PLAIN = 2 * 172 + 8;

  /** Depth 2, hidden 4: (4x4 + 4) + (4x5 + 5). */
  private static final int MODULE = 45;

  private NamedVariants() {}

  record Case(AttentionMask mask, int parameters) {}

  static Map<String, Case> all() {
    Map<String, Case> cases = new LinkedHashMap<>();
    LearnableMask lam = Given.mask();
    cases.put("none", new Case(new NoMask(), PLAIN));
    put(cases, MaskPlacement.SHARED_MASK, lam::withPlacement, PLAIN + MODULE);
    put(cases, MaskPlacement.SHARED_MODULE, lam::withPlacement, PLAIN + MODULE);
    put(cases, MaskPlacement.PER_LAYER, lam::withPlacement, PLAIN + 2 * MODULE);
    put(cases, MaskFusion.MULTIPLY, lam::withFusion, PLAIN + 2 * MODULE);
    put(cases, MaskFusion.MULTIPLY_SHIFTED, lam::withFusion, PLAIN + 2 * MODULE);
    put(cases, MaskFusion.ADD, lam::withFusion, PLAIN + 2 * MODULE);
    put(cases, MaskParametrisation.UNCONSTRAINED, lam::withParametrisation, PLAIN + 2 * MODULE);
    put(cases, MaskParametrisation.SIGMOID, lam::withParametrisation, PLAIN + 2 * MODULE);
    put(cases, MaskParametrisation.TANH, lam::withParametrisation, PLAIN + 2 * MODULE);
    put(cases, MaskParametrisation.SOFTPLUS, lam::withParametrisation, PLAIN + 2 * MODULE);
    put(cases, MaskParametrisation.ONE_PLUS, lam::withParametrisation, PLAIN + 2 * MODULE);
    put(cases, MaskInitialisation.DEFAULT, lam::withInitialisation, PLAIN + 2 * MODULE);
    put(cases, MaskInitialisation.KAIMING, lam::withInitialisation, PLAIN + 2 * MODULE);
    put(cases, MaskInitialisation.IDENTITY, lam::withInitialisation, PLAIN + 2 * MODULE);
    put(cases, MaskLength.FIXED, lam::withLength, PLAIN + 2 * MODULE);
    // (4x4 + 4) hidden, (4x4 + 4) keys, 1 offset
    put(cases, MaskLength.CONTENT_KEYS, lam::withLength, PLAIN + 2 * 41);
    // (4x5 + 5); 3 (4x4 + 4) + (4x5 + 5); (4x3 + 3) + (3x5 + 5)
    cases.put("depth 1", new Case(lam.withDepth(1), PLAIN + 2 * 25));
    cases.put("depth 4", new Case(lam.withDepth(4), PLAIN + 2 * 85));
    cases.put("hidden 3", new Case(lam.withHidden(3), PLAIN + 2 * 35));
    // a 5x5 matrix
    for (MaskFusion fusion : MaskFusion.values()) {
      cases.put(name(StaticMask.class, fusion), new Case(new StaticMask(fusion), PLAIN + 25));
    }
    cases.put("sparse", new Case(new SparseMask(0.5, false), PLAIN + 25));
    cases.put("hard sparse", new Case(new SparseMask(0.5, true), PLAIN + 25));
    // (4x3 + 3) + (3x4 + 4)
    for (boolean residual : new boolean[] {false, true}) {
      LinearControl control = new LinearControl(3, residual);
      cases.put("linear control, residual " + residual, new Case(control, PLAIN + 2 * 31));
    }
    for (LearnableMask mask : new LearnableMask[] {lam, lam.withFusion(MaskFusion.ADD)}) {
      String fusion = Names.of(mask.fusion());
      cases.put("shuffled, " + fusion, new Case(new ShuffledMask(mask), PLAIN + 2 * MODULE));
      cases.put("frozen, " + fusion, new Case(new FrozenMask(mask), PLAIN));
    }
    // of two layers
    cases.put("all layers", new Case(new OnLayers(lam, LayerChoice.all()), PLAIN + 2 * MODULE));
    cases.put("first layer", new Case(new OnLayers(lam, LayerChoice.first()), PLAIN + MODULE));
    cases.put("last layer", new Case(new OnLayers(lam, LayerChoice.last()), PLAIN + MODULE));
    cases.put("every second", new Case(new OnLayers(lam, LayerChoice.every(2)), PLAIN + MODULE));
    StaticMask added = new StaticMask(MaskFusion.ADD);
    cases.put("static, last", new Case(new OnLayers(added, LayerChoice.last()), PLAIN + 25));
    return cases;
  }

  /** For example {@code LearnableMask MaskFusion add}. */
  static String name(Class<?> kind, Enum<?> constant) {
    String type = constant.getDeclaringClass().getSimpleName();
    return kind.getSimpleName() + " " + type + " " + Names.of(constant);
  }

  private static <E extends Enum<E>> void put(
      Map<String, Case> cases,
      E constant,
      java.util.function.Function<E, LearnableMask> with,
      int parameters) {
    cases.put(name(LearnableMask.class, constant), new Case(with.apply(constant), parameters));
  }
}
