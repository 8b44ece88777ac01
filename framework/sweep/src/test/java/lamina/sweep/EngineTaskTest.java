package lamina.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;

class EngineTaskTest {
  /** Says its input in capitals, then ends as the argument asks. */
  static final class Fake {
    private Fake() {}

    public static void main(String[] arguments) throws InterruptedException {
      Scanner in = new Scanner(System.in);
      while (in.hasNextLine()) {
        System.out.println(in.nextLine().toUpperCase(java.util.Locale.ROOT));
      }
      switch (arguments[0]) {
        case "bad" -> {
          System.err.println("a warning of some library\nerror: seed must be at least 0, got -1");
          System.exit(2);
        }
        case "broken" -> {
          System.err.println("the library cannot be loaded");
          System.exit(7);
        }
        case "hangs" -> Thread.sleep(600_000);
        default -> System.exit(0);
      }
    }
  }

  @Test
  void itIsFedAndHeardLineByLine() {
    List<String> heard = new ArrayList<>();
    assertThat(task("ends").run("one\ntwo\n", heard::add)).isEqualTo("TWO");
    assertThat(heard).containsExactly("ONE", "TWO");
  }

  @Test
  void badInputIsItsLastLine() {
    assertThatThrownBy(() -> task("bad").run("", line -> {}))
        .isInstanceOf(ConfigException.class)
        .hasMessage("seed must be at least 0, got -1");
  }

  @Test
  void whatBreaksOffSaysWhy() {
    assertThatThrownBy(() -> task("broken").run("", line -> {}))
        .isInstanceOf(RunException.class)
        .hasMessage("a process of Lamina ended with 7: the library cannot be loaded");
  }

  @Test
  void stoppedItEndsWhetherItWasStartedOrNot() {
    EngineTask running = task("hangs");
    assertThatThrownBy(() -> running.run("here\n", line -> running.stop()))
        .isInstanceOf(RunException.class);

    EngineTask before = task("hangs");
    before.stop();
    assertThatThrownBy(() -> before.run("here\n", line -> {})).isInstanceOf(RunException.class);
    assertThat(ProcessHandle.current().descendants())
        .allSatisfy(child -> child.onExit().get(10, TimeUnit.SECONDS));
  }

  private static EngineTask task(String end) {
    return new EngineTask(
        ProcessLauncher.java(
            System.getProperty("java.class.path"), List.of(), Fake.class.getName(), List.of(end)));
  }
}
