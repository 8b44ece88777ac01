package lamina.config.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.TrialId;
import lamina.config.border.Observed.Segment;
import lamina.config.border.Safetensors.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionFileTest {
  @TempDir Path folder;

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    Observed observed =
        new Observed(
            "test",
            List.of(new Observed.Example(7, "a \"bag\"", Map.of("clip", List.of("clip 1")))),
            List.of(new Observed.Layer(List.of(new Segment("clip", 2)), List.of())));
    Tensor tensor = new Tensor(new long[] {1, 1, 1, 2}, new float[] {0.25f, 0.75f});
    AttentionFile written =
        new AttentionFile(
            new TrialId("ab".repeat(32)), observed, Map.of(AttentionFile.attention(1), tensor));
    Path file = folder.resolve("a.safetensors");
    written.write(file);
    AttentionFile read = AttentionFile.read(file);
    assertThat(read.trial()).isEqualTo(written.trial());
    assertThat(read.observed()).isEqualTo(observed);
    assertThat(read.tensors().get("attention/layer-1").values()).containsExactly(0.25f, 0.75f);
  }

  @Test
  void anotherSafetensorsFileIsRefused() throws IOException {
    Path file = folder.resolve("b.safetensors");
    new Safetensors(Map.of(), Map.of("format", "pt")).write(file);
    assertThatThrownBy(() -> AttentionFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " is no file of attention");
  }

  @Test
  void examplesAreOrderedAndEachIsThereOnce() {
    ExampleSelection selection = new ExampleSelection("7,3,0-2,2");
    assertThat(selection.written()).isEqualTo("0-3,7");
    assertThat(selection.indices(8)).containsExactly(0, 1, 2, 3, 7);
    assertThatThrownBy(() -> selection.indices(7))
        .isInstanceOf(ConfigException.class)
        .hasMessage("example must be from 0 to 6, got 7");
  }

  @Test
  void theFirstExamplesAreAsManyAsThereAre() {
    assertThat(ExampleSelection.first(3).indices(10)).containsExactly(0, 1, 2);
    assertThat(ExampleSelection.first(3).indices(2)).containsExactly(0, 1);
  }

  @Test
  void aNumberThatCannotBeIsNamed() {
    assertThatThrownBy(() -> ExampleSelection.first(0))
        .isInstanceOf(ConfigException.class)
        .hasMessage("examples must be at least 1, got 0");
    assertThatThrownBy(() -> ExampleSelection.one(-1))
        .hasMessage("example must be at least 0, got -1");
    assertThatThrownBy(() -> ExampleSelection.one(99_999_999))
        .hasMessage("example must be at most 9999999, got 99999999");
  }

  @Test
  void aLongSelectionHasAShortName() {
    assertThat(new ExampleSelection("0-3,7").brief()).isEqualTo("0-3,7");
    String odd = "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,35,37,39,41,43,45";
    assertThat(new ExampleSelection(odd).brief()).matches("[0-9a-f]{1,8}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3-1", "a", "1,", "-1", "first-0", "1-2-3"})
  void anythingElseIsNoSelection(String written) {
    assertThatThrownBy(() -> new ExampleSelection(written))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "examples must be numbers and rising ranges as in 0-3,7, got '" + written + "'");
  }
}
