package lamina.config.border;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.Json;
import lamina.config.OwnMask;

/**
 * A user's mechanism as workers are given it: they never compile. What does not fit its digests is
 * refused.
 *
 * @param digest SHA-256 of the text, line ends normalised; where it comes in a jar, of its record's
 *     name and its classes
 * @param record the binary name of its record
 * @param file how its author calls it
 * @param text the source; empty where it comes in a jar
 * @param classes in base64, by their binary names
 * @param classesDigest SHA-256 of the classes in the order of their names
 */
public record MechanismCode(
    String digest,
    String record,
    String file,
    String text,
    SortedMap<String, String> classes,
    String classesDigest) {
  private static final Map<String, MechanismCode> KEPT = new ConcurrentHashMap<>();

  public MechanismCode {
    classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    require(digestOf(classes), classesDigest, file + " must come with the classes that were made");
    require(
        text.isEmpty() ? digestOfJar(record, classes) : digestOf(text),
        digest,
        file + " must be the source that its digest is of");
  }

  /** Of a record that comes in a jar, whose classes are its source. */
  public static MechanismCode ofJar(String record, String file, SortedMap<String, String> classes) {
    return new MechanismCode(digestOfJar(record, classes), record, file, "", classes);
  }

  /** Of classes as they come from the compiler. */
  public MechanismCode(
      String digest, String record, String file, String text, SortedMap<String, String> classes) {
    this(digest, record, file, text, classes, digestOf(classes));
  }

  private static void require(String is, String told, String rule) {
    if (!is.equals(told)) {
      throw new ConfigException("%s (SHA-256 %s), got %s".formatted(rule, told, is));
    }
  }

  /** SHA-256 of a source, whatever its line ends. */
  public static String digestOf(String text) {
    String normalised = text.replace("\r\n", "\n").replace('\r', '\n');
    return hex(sha256(), normalised);
  }

  /** A jar may have several mechanisms, each of all of its classes. */
  private static String digestOfJar(String record, SortedMap<String, String> classes) {
    return digestOf(record + "\n" + digestOf(classes));
  }

  private static String digestOf(SortedMap<String, String> classes) {
    MessageDigest digest = sha256();
    classes.forEach(
        (name, bytes) ->
            digest.update((name + "\n" + bytes + "\n").getBytes(StandardCharsets.UTF_8)));
    return hex(digest, "");
  }

  private static String hex(MessageDigest digest, String rest) {
    return HexFormat.of().formatHex(digest.digest(rest.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** Its record's name without a package: what its files are called. */
  public String name() {
    return record.substring(record.lastIndexOf('.') + 1);
  }

  /** Keeps code for the trials of this process. */
  public static void keep(MechanismCode code) {
    KEPT.put(code.digest(), code);
  }

  /** The code of a source, where this process has compiled it. */
  public static Optional<MechanismCode> of(String digest) {
    return Optional.ofNullable(KEPT.get(digest));
  }

  /**
   * What a trial of an experiment needs; nothing where its mask is Lamina's.
   *
   * @throws ConfigException where it was not compiled
   */
  public static List<MechanismCode> neededBy(Experiment<?> experiment) {
    return OwnMask.in(experiment.mask()).stream()
        .map(OwnMask::source)
        .distinct()
        .map(
            digest ->
                of(digest)
                    .orElseThrow(
                        () ->
                            new ConfigException(
                                "mask.source must be compiled before it is trained, got "
                                    + digest)))
        .toList();
  }

  /** Leaves {@code NAME.java} and {@code NAME.json} in a run's folder. */
  public void writeInto(RunFolder run) throws IOException {
    Files.createDirectories(run.mechanism());
    if (!text.isEmpty()) {
      AtomicFile.write(run.mechanism().resolve(name() + ".java"), text);
    }
    AtomicFile.write(run.mechanism().resolve(name() + ".json"), Json.pretty(this));
  }

  /**
   * What a run has left; nothing where its mask is Lamina's.
   *
   * @throws ConfigException that names a file which is not what was trained
   */
  public static List<MechanismCode> in(RunFolder run) throws IOException {
    if (!Files.isDirectory(run.mechanism())) {
      return List.of();
    }
    List<MechanismCode> code = new ArrayList<>();
    try (Stream<Path> files = Files.list(run.mechanism())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        code.add(read(file));
      }
    }
    return code;
  }

  private static MechanismCode read(Path file) throws IOException {
    MechanismCode code;
    try {
      code = Json.read(Files.readString(file), MechanismCode.class);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
    Path source = file.resolveSibling(code.name() + ".java");
    if (Files.exists(source)) {
      require(
          digestOf(Files.readString(source)),
          code.digest(),
          source + " must be the source that was trained");
    }
    return code;
  }
}
