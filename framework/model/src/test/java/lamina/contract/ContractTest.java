package lamina.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.mask.FrozenMask;
import lamina.mask.LayerChoice;
import lamina.mask.LearnableMask;
import lamina.mask.LinearControl;
import lamina.mask.MaskFusion;
import lamina.mask.MaskLength;
import lamina.mask.MaskPlacement;
import lamina.mask.Masks;
import lamina.mask.OnLayers;
import lamina.mask.ShuffledMask;
import lamina.mechanism.Buildable;
import lamina.mechanism.Defaults;
import lamina.zoo.Zoo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
  /** Every kind with its defaults, and more of those that can be very different. */
  static Map<String, Buildable> mechanisms() {
    Map<String, Buildable> all = new LinkedHashMap<>();
    Stream.concat(new Masks().kinds().stream(), new Zoo().kinds().stream())
        .filter(ContractTest::hasDefaults)
        .forEach(kind -> all.put(AttentionMask.kindOf(kind), (Buildable) byDefault(kind)));
    LearnableMask lam = Defaults.of(LearnableMask.class, Map.of());
    all.put("learnable, add", lam.withFusion(MaskFusion.ADD));
    all.put("learnable, shifted", lam.withFusion(MaskFusion.MULTIPLY_SHIFTED));
    all.put("learnable, shared mask", lam.withPlacement(MaskPlacement.SHARED_MASK));
    all.put("learnable, content keys", lam.withLength(MaskLength.CONTENT_KEYS));
    all.put("linear control", new LinearControl(3, true));
    all.put("shuffled", new ShuffledMask(lam));
    all.put("frozen", new FrozenMask(lam));
    all.put("on layers", new OnLayers(lam, LayerChoice.every(2)));
    return all;
  }

  private static boolean hasDefaults(Class<? extends AttentionMask> kind) {
    return !Set.of(LinearControl.class, ShuffledMask.class, FrozenMask.class, OnLayers.class)
        .contains(kind);
  }

  private static <M extends AttentionMask> M byDefault(Class<M> kind) {
    return Defaults.of(kind, Map.of());
  }

  static Set<String> names() {
    return mechanisms().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyMechanismKeepsIt(String name) {
    List<Finding> findings = Contract.check(mechanisms().get(name));
    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.holds()).as("" + finding).isTrue());
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("names")
  void everyMechanismKeepsItOverManySteps(String name) {
    List<Finding> findings = Contract.check(mechanisms().get(name), true);
    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.holds()).as("" + finding).isTrue());
  }

  /** Printed, and held to nothing: how long something takes is no test. */
  @Tag("full")
  @ParameterizedTest
  @MethodSource("names")
  void whatItTakesBesidePlainAttention(String name) {
    Burden burden = Burden.of(mechanisms().get(name));
    System.out.printf(
        Locale.ROOT,
        "%-26s step %7.1f ms (plain %5.1f), arrays %6.1f MiB (plain %5.1f)%n",
        name,
        burden.stepMillis(),
        burden.plainMillis(),
        burden.bytes() / 1048576.0,
        burden.plainBytes() / 1048576.0);
    assertThat(burden.bytes()).isPositive();
  }

  @Test
  void noKindIsLeftOut() {
    Set<Class<?>> there = new HashSet<>();
    mechanisms().values().forEach(mechanism -> there.add(mechanism.getClass()));
    assertThat(there).containsAll(new Masks().kinds()).containsAll(new Zoo().kinds());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBrokenIsNamedByItsFault(Broken broken) {
    Finding finding = Contract.check(broken, broken.fault());
    assertThat(finding.holds()).as("" + finding).isFalse();
    assertThat(finding.detail()).doesNotStartWith("fails");
  }
}
