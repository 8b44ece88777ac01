package lamina.results.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lamina.config.Traits;
import lamina.config.border.MechanismCheck;
import lamina.cost.Cost;
import org.junit.jupiter.api.Test;

class MechanismPageTest {
  private static MechanismPage page(boolean holds) {
    MechanismCheck check =
        new MechanismCheck(
            Traits.PLAIN,
            List.of(
                new MechanismCheck.Finding("chunks", true, "the same"),
                new MechanismCheck.Finding("batch", holds, "values differ <here>")),
            new MechanismCheck.Load(3, 2, 3 << 20, 2 << 20));
    Cost cost = Cost.of(Quickstart.under(BuiltIns.named("static"))).orElseThrow();
    return new MechanismPage("mine: a = 1", check, cost, "");
  }

  @Test
  void aPageSaysWhatHoldsAndWhatItCosts() {
    assertThat(page(true).holds()).isTrue();
    assertThat(page(true).text())
        .startsWith("mine: a = 1\n")
        .contains(
            "  holds  chunks      the same\n",
            "  weights: not negative, rows add up to 1\n",
            "  parameters  2,500 more than plain attention",
            "  MACs        0 more than plain attention",
            "  time        3.0 ms, plain attention 2.0 ms (1.50 times)\n",
            "  memory      3.0 MiB, plain attention 2.0 MiB (1.50 times)\n")
        .endsWith("\nall of 2 rules hold\n");
  }

  @Test
  void aFaultIsShownAndEscaped() {
    assertThat(page(false).holds()).isFalse();
    assertThat(page(false).text())
        .contains("  FAULT  batch       values differ <here>\n")
        .endsWith("\n1 of 2 rules do not hold\n");
    assertThat(page(false).html()).contains("<b>FAULT</b>", "values differ &lt;here&gt;");
  }
}
