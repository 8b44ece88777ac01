package lamina.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.ImageFolder;
import lamina.config.Json;
import lamina.config.Names;

/**
 * A list of the pictures of a folder: path, label, bytes and SHA-256 of each, mapped into memory.
 * The file is named by the SHA-256 of its content; which folder it is stands in a file beside it.
 */
public final class ImageIndex {
  static final String FORMAT = "image-folder-1";

  private static final int SHA_BYTES = 32;

  /** Label, bytes, SHA-256, and where the path ends among all paths. */
  static final int ENTRY = Integer.BYTES + Long.BYTES + SHA_BYTES + Integer.BYTES;

  private static final int SHA = Integer.BYTES + Long.BYTES;
  private static final int PATH_END = ENTRY - Integer.BYTES;
  private static final String REMEDY = "`./lamina data add-images` makes it";
  private static final String SUFFIX = ".bin";

  private final String checksum;
  private final List<String> classes = new ArrayList<>();
  private final Map<Split, Integer> sizes = new EnumMap<>(Split.class);
  private final Map<Split, Integer> firsts = new EnumMap<>(Split.class);
  private final int paths;
  private final ByteBuffer payload;
  private final Folder folder;

  /**
   * Where the pictures lie.
   *
   * @param name for people
   * @param root holds {@code train} and {@code val}
   */
  public record Folder(String name, String root) {}

  /**
   * One picture.
   *
   * @param path relative to the root
   * @param label from 0
   * @param bytes of the file
   * @param sha256 of the file, in hexadecimal
   */
  public record Entry(String path, int label, long bytes, String sha256) {}

  private ImageIndex(String checksum, PreparedFile file, Folder folder) {
    JsonNode header = file.header();
    if (!header.path("format").asText().equals(FORMAT)) {
      throw new DataException("image folder " + checksum + " is not in the format " + FORMAT);
    }
    this.checksum = checksum;
    this.folder = folder;
    header.get("classes").forEach(name -> classes.add(name.asText()));
    int first = 0;
    for (Split split : Split.values()) {
      int size = header.get("sizes").get(Names.of(split)).asInt();
      sizes.put(split, size);
      firsts.put(split, first);
      first += size;
    }
    this.paths = first * ENTRY;
    this.payload = file.payload();
  }

  /**
   * The pictures that a configuration names.
   *
   * @throws DataException where they have not been added, or there are other classes
   */
  public static ImageIndex open(ImageFolder data, DataFolder folder) {
    ImageIndex index = open(data.checksum(), folder);
    if (index.classes.size() != data.classes()) {
      throw new DataException(
          "task.data.classes must be %d for image folder %s, got %d"
              .formatted(index.classes.size(), data.checksum(), data.classes()));
    }
    return index;
  }

  /**
   * The pictures of a checksum.
   *
   * @throws DataException where they have not been added, or the list is damaged
   */
  public static ImageIndex open(String checksum, DataFolder folder) {
    Path file = required(checksum, folder).get(0);
    if (!Checksum.of(file).equals(checksum)) {
      throw new DataException(
          file + " is damaged: its SHA-256 must be its name; " + REMEDY + " anew");
    }
    return new ImageIndex(checksum, PreparedFile.open(file, REMEDY), where(checksum, folder));
  }

  private static Folder where(String checksum, DataFolder folder) {
    Path file = root(checksum, folder);
    try {
      return Json.read(Files.readString(file), Folder.class);
    } catch (ConfigException | IOException e) {
      throw new DataException(file + " is damaged; " + REMEDY + " anew", e);
    }
  }

  /**
   * The list, and the file that says where the pictures lie; neither is read.
   *
   * @throws DataException where one is missing
   */
  public static List<Path> required(String checksum, DataFolder folder) {
    List<Path> files = List.of(file(checksum, folder), root(checksum, folder));
    if (!files.stream().allMatch(Files::exists)) {
      throw new DataException(
          "image folder %s is not in %s: add it with ./lamina data add-images"
              .formatted(checksum, folder.path()));
    }
    return files;
  }

  static Path file(String checksum, DataFolder folder) {
    return folder.images().resolve(checksum + SUFFIX);
  }

  static Path root(String checksum, DataFolder folder) {
    return folder.images().resolve(checksum + ".json");
  }

  /** The checksums of all image folders that were added, sorted. */
  public static List<String> checksums(DataFolder folder) throws IOException {
    if (!Files.isDirectory(folder.images())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder.images())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9a-f]{64}\\" + SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  public String checksum() {
    return checksum;
  }

  public Folder folder() {
    return folder;
  }

  /** The names of the classes' folders, in the order of their numbers. */
  public List<String> classes() {
    return List.copyOf(classes);
  }

  public int size(Split split) {
    return sizes.get(split);
  }

  /** The label of a picture, from 0. */
  public int label(Split split, int index) {
    return payload.getInt(at(split, index));
  }

  /** A picture. */
  public Entry entry(Split split, int index) {
    int at = at(split, index);
    byte[] sha = new byte[SHA_BYTES];
    payload.get(at + SHA, sha);
    int begin = at == 0 ? 0 : payload.getInt(at - ENTRY + PATH_END);
    byte[] path = new byte[payload.getInt(at + PATH_END) - begin];
    payload.get(paths + begin, path);
    return new Entry(
        new String(path, StandardCharsets.UTF_8),
        payload.getInt(at),
        payload.getLong(at + Integer.BYTES),
        HexFormat.of().formatHex(sha));
  }

  private int at(Split split, int index) {
    return (firsts.get(split) + Objects.checkIndex(index, size(split))) * ENTRY;
  }

  /**
   * The folder of the pictures.
   *
   * @throws DataException where it is not there any more
   */
  public Path root() {
    Path root = Path.of(folder.root());
    if (!Files.isDirectory(root)) {
      throw new DataException(
          "%s must be the folder of the pictures of %s: run ./lamina data add-images on it where it lies now"
              .formatted(root, checksum));
    }
    return root;
  }
}
