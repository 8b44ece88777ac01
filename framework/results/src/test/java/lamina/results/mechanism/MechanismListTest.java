package lamina.results.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lamina.config.ConfigException;
import lamina.config.MaskKinds;
import org.junit.jupiter.api.Test;

class MechanismListTest {
  @Test
  void everyMechanismHasALineThatStartsWithItsWholeId() {
    List<String> ids =
        MechanismList.all().text().lines().map(line -> line.split(" ", 2)[0]).toList();
    assertThat(ids).isEqualTo(MaskKinds.writtenNames());
  }

  @Test
  void aLineSaysWhatAMechanismIs() {
    assertThat(MechanismList.all().lines())
        .contains(
            new MechanismList.Line(
                "cog-attention",
                "normaliser",
                "Lv et al., arXiv 2411.07176",
                "weights of both signs, starts the same for all examples",
                "0"),
            new MechanismList.Line(
                "learnable",
                "mask",
                "Barrios and Jin, arXiv 2406.02761",
                "a mask that multiplies, sides of an example's own",
                "29,640"),
            new MechanismList.Line("frozen", "control", "", "as its components say", "-"));
    assertThat(MechanismList.all().html())
        .contains("<th scope=\"row\">cog-attention</th>", "29,640");
  }

  @Test
  void aMechanismIsFoundByItsIdAndItsRecord() {
    assertThat(BuiltIns.named("cog-attention")).isEqualTo(BuiltIns.named("CogAttention"));
    assertThatThrownBy(() -> BuiltIns.named("cog"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cog-attention")
        .hasMessageEndingWith("got 'cog'");
    assertThatThrownBy(() -> BuiltIns.named("frozen"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mask.mask must be given for frozen");
  }
}
