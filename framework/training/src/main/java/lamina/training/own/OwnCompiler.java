package lamina.training.own;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import lamina.config.ConfigException;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;

/** Compiles a user's mechanism, without annotation processors, for Java 17. */
public final class OwnCompiler {
  private OwnCompiler() {}

  /**
   * The source's classes.
   *
   * @throws ConfigException with the compiler's errors, a line each, as FILE:LINE:COLUMN
   */
  public static MechanismCode compile(MechanismSource source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new ConfigException(
          "a mechanism of one's own needs a JDK 17 or newer: this Java has no compiler");
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    SortedMap<String, ByteArrayOutputStream> classes = new TreeMap<>();
    try (PublicSurface files =
        new PublicSurface(
            compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8),
            name ->
                new Class(name, classes.computeIfAbsent(name, n -> new ByteArrayOutputStream())))) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-parameters",
              "-Xlint:none",
              "-cp",
              System.getProperty("java.class.path"));
      boolean compiled =
          compiler.getTask(null, files, found, options, null, List.of(new Text(source))).call();
      if (!compiled) {
        throw new ConfigException(errors(source, found));
      }
    } catch (IOException e) {
      throw new ConfigException(source.file() + " cannot be compiled: " + e, e);
    }
    SortedMap<String, String> encoded = new TreeMap<>();
    classes.forEach(
        (name, bytes) ->
            encoded.put(name, Base64.getEncoder().encodeToString(bytes.toByteArray())));
    String record =
        encoded.keySet().stream()
            .filter(name -> name.substring(name.lastIndexOf('.') + 1).equals(source.name()))
            .findFirst()
            .orElseThrow();
    return new MechanismCode(source.digest(), record, source.file(), source.text(), encoded);
  }

  private static String errors(MechanismSource source, DiagnosticCollector<JavaFileObject> found) {
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(
            error ->
                "%s:%d:%d: %s"
                    .formatted(
                        source.file(),
                        error.getLineNumber(),
                        error.getColumnNumber(),
                        error.getMessage(Locale.ROOT).lines().collect(Collectors.joining(" "))))
        .collect(Collectors.joining("\n"));
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    /** Named as the compiler wants a public record's file to be. */
    Text(MechanismSource source) {
      super(URI.create("string:///" + source.name() + ".java"), Kind.SOURCE);
      this.text = source.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Class extends SimpleJavaFileObject {
    private final OutputStream bytes;

    Class(String name, OutputStream bytes) {
      super(URI.create("bytes:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
      this.bytes = bytes;
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }
}
