package lamina.sweep;

import java.nio.file.Path;
import java.util.Collections;

/** A whole run as a process of its own, to be killed: arguments store, journal. */
final class FakeRun {
  private FakeRun() {}

  public static void main(String[] arguments) {
    new SweepRun(
            sweep(),
            new Store(Path.of(arguments[0])),
            Given.fakeWorkers(Path.of(arguments[1])),
            new Slots(Collections.nCopies(2, "cpu")),
            SweepRun.Options.DEFAULT)
        .run(progress -> {});
  }

  static Sweep sweep() {
    return Given.sweep(4, 0, 1, 2, 3, 4, 5);
  }
}
