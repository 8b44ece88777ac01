package lamina.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import lamina.config.ConfigException;
import lamina.config.OwnMask;
import lamina.config.Trial;
import lamina.config.border.MechanismCode;
import lamina.config.border.RunFolder;
import lamina.config.own.MechanismSource;

/** The code of users' mechanisms that runs bring in their folders. */
public final class BroughtCode {
  private BroughtCode() {}

  /**
   * What a run's trial is made of, known to this process from now on: its source, which is compiled
   * anew where this Java has a compiler, else its classes.
   *
   * @throws ConfigException where some of it is missing, or is not what was trained
   */
  public static List<MechanismCode> of(Trial trial, RunFolder run) throws IOException {
    List<MechanismCode> brought = MechanismCode.in(run);
    List<MechanismCode> needed = new ArrayList<>();
    for (OwnMask own : OwnMask.in(trial.experiment().mask())) {
      MechanismCode code =
          brought.stream()
              .filter(one -> one.digest().equals(own.source()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ConfigException(
                          "%s must have the code of %s with SHA-256 %s, got %s"
                              .formatted(
                                  run.mechanism(),
                                  own.kind(),
                                  own.source(),
                                  brought.stream().map(MechanismCode::digest).toList())));
      if (code.text().isEmpty() || ToolProvider.getSystemJavaCompiler() == null) {
        MechanismCode.keep(code);
      } else {
        MechanismSource.of(code.file(), code.text()).mask(own.components());
      }
      needed.add(code);
    }
    return needed;
  }

  /**
   * The one source among a store's runs whose digest begins so.
   *
   * @throws ConfigException where there is none, or more than one
   */
  public static MechanismSource source(Store store, String digest) {
    SortedMap<String, MechanismCode> found = new TreeMap<>();
    if (Files.isDirectory(store.path())) {
      try (Stream<Path> runs = Files.list(store.path())) {
        for (Path run : runs.toList()) {
          for (MechanismCode code : MechanismCode.in(new RunFolder(run))) {
            if (code.digest().startsWith(digest) && !code.text().isEmpty()) {
              found.put(code.digest(), code);
            }
          }
        }
      } catch (IOException e) {
        throw new RunException(store.path() + " cannot be read: " + e, e);
      }
    }
    if (found.size() != 1) {
      throw new ConfigException(
          "--source must begin the digest of one source in %s, got '%s', which begins %s"
              .formatted(store.path(), digest, found.isEmpty() ? "none" : found.keySet()));
    }
    MechanismCode code = found.get(found.firstKey());
    return MechanismSource.of(code.file(), code.text());
  }
}
