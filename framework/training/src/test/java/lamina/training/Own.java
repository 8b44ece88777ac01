package lamina.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import lamina.config.OwnMask;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;
import lamina.data.DataFolder;
import lamina.training.own.OwnCompiler;

/** Users' mechanisms, whose files lie in the folder own of the tests' resources. */
final class Own {
  private static final Map<String, MechanismCode> COMPILED = new ConcurrentHashMap<>();

  private Own() {}

  static MechanismSource source(String name) {
    String file = name + ".java";
    try (var in = Own.class.getResourceAsStream("/own/" + file)) {
      return MechanismSource.of(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static OwnMask mask(String name, Map<String, ?> values) {
    return source(name).mask(values);
  }

  static MechanismCode code(String name) {
    return COMPILED.computeIfAbsent(name, of -> OwnCompiler.compile(source(of)));
  }

  /** The same code without a class. */
  static MechanismCode without(MechanismCode code, String binaryName) {
    TreeMap<String, String> classes = new TreeMap<>(code.classes());
    if (classes.remove(binaryName) == null) {
      throw new AssertionError(binaryName + " is none of " + classes.keySet());
    }
    return new MechanismCode(code.digest(), code.record(), code.file(), code.text(), classes);
  }

  static Assignment assignment(Path store, Trial trial, MechanismCode... code) {
    Assignment bare = SmallTrial.assignment(store, trial);
    return new Assignment(bare.trial(), bare.folder(), List.of(code));
  }

  /** A worker's desk in this process. */
  static TrialDesk desk(DataFolder data) {
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    return new TrialDesk(
        (trial, folder, progress) -> {
          try (TrainingRun run = new TrainingRun(trial, folder, data, device.device(), progress)) {
            return new TrialDesk.Trained(run.run(), run.secondsInSteps(), run.frozenChecksum());
          }
        },
        Provenance.Circumstances.of(device, data),
        message -> {});
  }
}
