package lamina.training.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lamina.config.own.MechanismSource;
import lamina.config.own.NewMechanism;
import lamina.contract.Contract;
import lamina.mechanism.Buildable;
import org.junit.jupiter.api.Test;

class NewMechanismTest {
  @Test
  void aNewMechanismCompilesAndKeepsTheContract() {
    MechanismSource source = MechanismSource.of("Near.java", NewMechanism.text("Near"));
    try (TrialClasses classes = TrialClasses.of(List.of(OwnCompiler.compile(source)))) {
      Buildable near = Buildable.of(source.mask(Map.of("most", 2)));
      assertThat(near.kind()).isEqualTo("near");
      assertThat(Contract.check(near))
          .allSatisfy(finding -> assertThat(finding.holds()).as("" + finding).isTrue());
    }
  }
}
