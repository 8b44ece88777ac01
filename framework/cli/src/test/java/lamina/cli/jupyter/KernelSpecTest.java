package lamina.cli.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.Json;
import lamina.sweep.Home;
import lamina.sweep.RunException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecTest {
  @TempDir Path temporary;

  @Test
  void theKernelSeesAllJarsAndItsCellsOnlyWhatANotebookUses() throws Exception {
    Path home = Files.createDirectories(temporary.resolve("a home"));
    Path target = home.resolve("framework/notebook/target");
    for (String jar :
        List.of(
            "lib/dsl-0.1.0.jar",
            "kernel/kotlin-compiler-embeddable-1.8.20.jar",
            "kernel/kotlin-jupyter-api-0.11.0-398.jar",
            "kernel/kotlin-script-runtime-1.8.20.jar")) {
      Files.createDirectories(target.resolve(jar).getParent());
      Files.createFile(target.resolve(jar));
    }

    Path folder = KernelSpec.of(new Home(home)).install(temporary.resolve("kernels"));

    JsonNode json = Json.parse(Files.readString(folder.resolve("kernel.json")));
    List<String> arguments = new ArrayList<>();
    json.get("argv").forEach(argument -> arguments.add(argument.asText()));
    assertThat(json.get("interrupt_mode").asText()).isEqualTo("message");
    assertThat(Path.of(arguments.get(0))).isExecutable();
    assertThat(arguments).contains("{connection_file}", "-Dlamina.home=" + home);
    assertThat(arguments)
        .filteredOn(argument -> argument.startsWith("-cp="))
        .singleElement()
        .asString()
        .contains("dsl-0.1.0.jar", "notebook-0.1.0.jar", "jupyter-api", "script-runtime")
        .doesNotContain("compiler");
    assertThat(folder.resolve("java.args"))
        .content()
        .startsWith("-cp\n\"")
        .contains("a home/framework/notebook/target/lib/dsl-0.1.0.jar", "compiler-embeddable");
  }

  @Test
  void aHomeThatIsNotBuiltIsRefused() {
    assertThatThrownBy(() -> KernelSpec.of(new Home(temporary)))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "the kernel is not built: "
                + temporary.resolve("framework/notebook/target")
                + "/kernel is missing");
  }
}
