package lamina.config.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewMechanismTest {
  @TempDir Path folder;

  @Test
  void aFileIsWrittenOnce() throws Exception {
    Path file = NewMechanism.write(folder, "DistanceBias");
    assertThat(file).hasFileName("DistanceBias.java");
    MechanismSource source = MechanismSource.read(file);
    assertThat(source.kind()).isEqualTo("distance-bias");
    assertThat(source.defaults()).isEqualTo(Map.of("most", 16));
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> NewMechanism.write(folder, "DistanceBias"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("mechanism file must not exist, got ");
    assertThat(file).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bias", "my-bias", "A B", "../Up", "Ä", "Chunk", "Traits", "String"})
  void aNameThatDoesNotDoIsRefused(String name) {
    assertThatThrownBy(() -> NewMechanism.write(folder, name))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("mechanism name must ");
    assertThat(folder).isEmptyDirectory();
  }
}
