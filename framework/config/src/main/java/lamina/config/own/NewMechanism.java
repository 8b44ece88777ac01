package lamina.config.own;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.MaskKinds;
import lamina.config.Rule;

/**
 * The start of a mechanism of one's own, a file that works as it is: a bias by distance and head.
 */
public final class NewMechanism {
  private static final String START = "mechanism.txt";

  private NewMechanism() {}

  /**
   * The source of a mechanism of a name.
   *
   * @throws ConfigException for what is no class's name in UpperCamelCase, or one of Lamina's
   */
  public static String text(String name) {
    Rule.require(
        name.matches("[A-Z][A-Za-z0-9]*"),
        "mechanism name",
        "be one of a Java class in UpperCamelCase, as in DistanceBias",
        "'" + name + "'");
    String kind = AttentionMask.kindOf(name);
    Rule.require(
        MaskKinds.taken().stream().noneMatch(one -> one.equals(kind) || one.equals(name)),
        "mechanism name",
        "not be one of Lamina's mechanisms",
        name);
    String start = start();
    Rule.require(
        !start.contains("." + name + ";") && !isOfJava(name),
        "mechanism name",
        "be no class's that the file uses",
        name);
    return start.replace("NAME", name);
  }

  private static String start() {
    try (InputStream start =
        Objects.requireNonNull(NewMechanism.class.getResourceAsStream(START))) {
      return new String(start.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigException("the start of a mechanism cannot be read: " + e, e);
    }
  }

  private static boolean isOfJava(String name) {
    try {
      Class.forName("java.lang." + name, false, null);
      return true;
    } catch (ClassNotFoundException | LinkageError none) {
      return false;
    }
  }

  /**
   * Writes that into a folder, as NAME.java.
   *
   * @throws ConfigException where there is such a file, or none can be made, or the name does not
   *     do
   */
  public static Path write(Path folder, String name) {
    String text = text(name);
    Path file = folder.resolve(name + ".java");
    try {
      return Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new ConfigException("mechanism file must not exist, got " + file, e);
    } catch (IOException e) {
      throw new ConfigException(
          "mechanism file must be one that can be made, got " + file + ": " + e, e);
    }
  }
}
