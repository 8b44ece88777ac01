package lamina.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  private final Variant one = new Variant("one", Map.of(), Given.experiment(1));
  private final Variant two = new Variant("two", Map.of(), Given.experiment(2));

  @Test
  void everyVariantIsTrainedOnceASeed() {
    assertThat(new Sweep("s", List.of(0L, 1L, 2L), List.of(one, two)).trials())
        .hasSize(6)
        .doesNotHaveDuplicates();
  }

  @Test
  void renamingChangesNoTrial() {
    Sweep sweep = new Sweep("s", List.of(0L), List.of(one));
    Sweep renamed =
        new Sweep("t", List.of(0L), List.of(new Variant("x", Map.of(), one.experiment())));
    assertThat(renamed.trials()).isEqualTo(sweep.trials());
  }

  @Test
  void aSmokeSweepNeverPassesForTheRealOne() {
    Sweep sweep = new Sweep("s", List.of(0L, 1L), List.of(one, two));
    assertThat(sweep.smoke().trials()).hasSize(2).doesNotContainAnyElementsOf(sweep.trials());
    assertThat(sweep.smoke().name()).isEqualTo("s-smoke");
  }

  @Test
  void whatCannotBeRunIsRefused() {
    Variant same = new Variant("same", Map.of(), Given.experiment(1));
    Variant namesake = new Variant("one", Map.of(), Given.experiment(3));
    refused("sweep seeds must be at least one, got 0", List.of(), List.of(one), "s");
    refused("sweep seeds must differ", List.of(1L, 1L), List.of(one), "s");
    refused("sweep variants must be at least one, got 0", List.of(1L), List.of(), "s");
    refused("'one' and 'same' are the same experiment", List.of(1L), List.of(one, same), "s");
    refused("got 'one' twice", List.of(1L), List.of(one, namesake), "s");
    refused("sweep name must be letters", List.of(1L), List.of(one), "../s");
  }

  private static void refused(
      String message, List<Long> seeds, List<Variant> variants, String name) {
    assertThatThrownBy(() -> new Sweep(name, seeds, variants))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void identitiesAreThoseOfTheTrialsInTheirOrder() {
    Sweep sweep = Given.sweep(3, 0, -7, Long.MAX_VALUE, Long.MIN_VALUE);
    assertThat(sweep.ids()).isEqualTo(sweep.trials().stream().map(Trial::id).toList());
  }

  @Test
  void manyStatesAreReadAsOneByOne(@TempDir Path store) throws IOException {
    Sweep sweep = Given.sweep(2, 0, 1);
    Store runs = new Store(store);
    RunFolder failed = runs.folder(sweep.ids().get(2));
    Files.createDirectories(failed.path());
    Files.writeString(
        failed.outcome(),
        new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of()).toJson());
    assertThat(runs.states(sweep.ids(), metric -> true))
        .extracting(RunState::getClass)
        .containsExactly(
            RunState.Pending.class,
            RunState.Pending.class,
            RunState.Failed.class,
            RunState.Pending.class);
  }

  @Test
  void whatCannotBeReadIsAnErrorOfTheDisk(@TempDir Path store) throws IOException {
    Sweep sweep = Given.sweep(2, 0, 1);
    Store runs = new Store(store);
    Files.createDirectories(runs.folder(sweep.ids().get(1)).outcome());
    assertThatThrownBy(() -> runs.states(sweep.ids(), metric -> true))
        .isInstanceOf(IOException.class);
  }
}
