package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lamina.config.own.MechanismSource;
import lamina.mask.FrozenMask;
import lamina.mask.LayerChoice;
import lamina.mask.OnLayers;
import lamina.mask.ShuffledMask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks of users' mechanisms as data: written, read, and told apart. */
class OwnMaskTest {
  private static final MechanismSource PROBE =
      MechanismSource.of(
          "Probe.java",
          """
          public record Probe(
              @Default("0.1") double slope,
              @Default("7") long many,
              @Default("true") boolean whole,
              @Default("near") Where where,
              @Default("a \\"name\\"") String name)
              implements Mechanism {
            enum Where { NEAR, FAR }
          }
          """);

  private static final String WRITTEN =
      "\"mask\":{\"kind\":\"probe\",\"many\":7,\"name\":\"a \\\"name\\\"\",\"slope\":0.1,"
          + "\"source\":\"ed41db9589a8c00ce10b36ebaade7a6b5d364882b223d878d8e70900f852494c\",\"where\":\"near\",\"whole\":true}";

  private static final String GOLDEN =
      "dba05a6a3fef3c6a55f6cd6136fe268cd003ecf1394aa9d4b8bd621af0631519";

  @AfterEach
  void forget() {
    OwnMask.knownBy(null);
  }

  @Test
  void theCanonicalTextAndItsHashArePinned() {
    Trial trial = Trial.of(Given.baseline().with(PROBE.mask(Map.of())), 3);
    assertThat(trial.toJson()).contains(WRITTEN);
    assertThat(trial.id().hex()).isEqualTo(GOLDEN);
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    for (Object slope : List.of(0, 1, 1.0, -0.0, 1e-9, 1e20, -1e300, 0.1, 9.007199254740993e15)) {
      for (long many : new long[] {0, -1, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE}) {
        OwnMask mask = PROBE.mask(Map.of("slope", slope, "many", many, "where", "far"));
        Trial trial = Trial.of(Given.baseline().with(mask), 0);
        Trial read = Trial.fromJson(trial.toJson());
        assertThat(read).isEqualTo(trial);
        assertThat(read.id()).isEqualTo(trial.id());
        assertThat(OwnMask.fromJson(Json.line(mask))).isEqualTo(mask);
        assertThat(PROBE.typed("slope", mask.components().get("slope")))
            .isEqualTo(((Number) slope).doubleValue() + 0.0);
      }
    }
  }

  @Test
  void aWholeNumberIsOneNumberHoweverItIsWritten() {
    OwnMask mask = PROBE.mask(Map.of("slope", 1));
    assertThat(PROBE.mask(Map.of("slope", 1.0))).isEqualTo(mask).hasSameHashCodeAs(mask);
    assertThat(PROBE.mask(Map.of()).with("slope", 1L)).isEqualTo(mask);
    assertThat(id(PROBE.mask(Map.of("slope", 1.0)))).isEqualTo(id(mask));
    assertThat(id(PROBE.mask(Map.of("slope", 1.5)))).isNotEqualTo(id(mask));
    assertThat(id(PROBE.mask(Map.of("slope", 0.1)))).isEqualTo(id(PROBE.mask(Map.of())));
  }

  private static TrialId id(AttentionMask mask) {
    return Trial.of(Given.baseline().with(mask), 0).id();
  }

  @Test
  void whatJsonCannotHoldIsRefused() {
    OwnMask mask = PROBE.mask(Map.of());
    assertThatThrownBy(() -> mask.with("slope", Double.NaN))
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask.slope must be a finite number, got NaN");
    assertThatThrownBy(() -> mask.with("slope", List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask.slope must be a number, a text, true or false, got '[]'");
    assertThatThrownBy(() -> new OwnMask("probe", new TreeMap<>(), "abc"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask.source must be 64 hexadecimal digits, got 'abc'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0.1]", "{}", "null"})
  void aComponentThatIsNoValueIsNamed(String value) {
    String text = Trial.of(Given.baseline().with(PROBE.mask(Map.of())), 3).toJson();
    assertThatThrownBy(() -> Trial.fromJson(text.replace("\"slope\":0.1", "\"slope\":" + value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask.slope must be a number, a text, true or false, got " + value);
  }

  @Test
  void whatWrapsItIsReadTooWithoutAClassOfIt() {
    OwnMask.knownBy(new Known());
    OwnMask own = PROBE.mask(Map.of("slope", 2.0));
    for (AttentionMask mask :
        List.of(
            new OnLayers(own, LayerChoice.every(2)),
            new FrozenMask(own),
            new ShuffledMask(own),
            new OnLayers(new FrozenMask(own), LayerChoice.every(2)))) {
      Trial trial = Trial.of(Given.baseline().with(mask), 1);
      assertThat(trial.toJson()).contains("\"slope\":2,").contains(PROBE.digest());
      assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
      assertThat(OwnMask.in(trial.experiment().mask())).containsExactly(own);
    }
  }

  /** Says what the mask is, and has no class of it. */
  private static final class Known implements OwnMask.Loader {
    @Override
    public AttentionMask loaded(OwnMask mask) {
      throw new AssertionError("nothing is to be loaded");
    }

    @Override
    public Traits traits(OwnMask mask) {
      return Traits.PLAIN.withSides();
    }
  }

  @Test
  void aMaskThatNobodyKnowsSaysSo() {
    OwnMask own = PROBE.mask(Map.of());
    assertThatThrownBy(own::traits)
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask must be one of Lamina's where no user's mechanism is loaded, got probe");
    assertThat(OwnMask.in(Given.baseline().mask())).isEmpty();
  }

  static Stream<String> names() {
    return Stream.of(
        "CogAttention", "LearnableMask", "Alibi", "None", "NoMask", "Frozen", "OnLayers", "Sparse");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameOfLaminasIsRefused(String name) {
    assertThatThrownBy(() -> MechanismSource.of("It.java", "\npublic record " + name + "() {}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("It.java:2:1: record must not be named as one of Lamina's")
        .hasMessageContaining("got " + name);
  }
}
