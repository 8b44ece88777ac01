package lamina.model.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.border.SafetensorsFile;
import lamina.model.Declaration;
import lamina.model.Frozen;

/**
 * A decoder's weights from Hugging Face's files: one {@code .safetensors} file, or a folder of them
 * between which a large model is split. Values are read a tensor at a time, of 32 or 16 bits, and
 * kept as 32.
 */
public final class HuggingFaceWeights implements Frozen.Source, AutoCloseable {
  private static final String SUFFIX = ".safetensors";

  /** Older files keep what follows from the size alone. */
  private static final String DERIVED = "rotary_emb.inv_freq";

  private final Path path;
  private final List<SafetensorsFile> files;
  private final Map<String, SafetensorsFile> byName = new TreeMap<>();
  private final Map<String, long[]> shapes = new TreeMap<>();

  private HuggingFaceWeights(Path path, List<SafetensorsFile> files) {
    this.path = path;
    this.files = files;
    for (SafetensorsFile file : files) {
      file.shapes()
          .forEach(
              (name, shape) -> {
                byName.put(name, file);
                shapes.put(name, shape);
              });
    }
  }

  /**
   * Opens the files and compares what is in them with a decoder's tensors, before any value is
   * read.
   *
   * @param path a file, or a folder with at least one
   * @param declaration with the decoder at its root, and nothing else that is given values
   * @throws ConfigException where a tensor is missing, has another shape, or is none of the
   *     decoder's
   * @throws IOException where a file is damaged
   */
  public static HuggingFaceWeights open(Path path, Declaration declaration) throws IOException {
    List<SafetensorsFile> files = new ArrayList<>();
    try {
      for (Path file : files(path)) {
        files.add(SafetensorsFile.open(file));
      }
      HuggingFaceWeights weights = new HuggingFaceWeights(path, files);
      weights.compare(declaration);
      return weights;
    } catch (IOException | RuntimeException e) {
      for (SafetensorsFile file : files) {
        file.close();
      }
      throw e;
    }
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      List<Path> files = inside.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
      if (files.isEmpty()) {
        throw new ConfigException(path + " must have a file that ends in " + SUFFIX + ", has none");
      }
      return files;
    }
  }

  private void compare(Declaration declaration) {
    Set<String> unknown = new TreeSet<>(shapes.keySet());
    Set<String> known = new TreeSet<>();
    for (Declaration.Tensor tensor : declaration.givenTensors()) {
      long[] expected = tensor.shape().getShape();
      long[] found = shapes.get(tensor.name());
      if (!Arrays.equals(expected, found)) {
        throw new ConfigException(
            "%s must have a tensor %s of shape %s, got %s"
                .formatted(
                    path, tensor.name(), text(expected), found == null ? "none" : text(found)));
      }
      known.add(tensor.name());
    }
    unknown.removeAll(known);
    unknown.removeIf(name -> name.endsWith(DERIVED) || isTiedOutput(name, known));
    if (!unknown.isEmpty()) {
      String name = unknown.iterator().next();
      throw new ConfigException(
          "%s must have no tensors but the decoder's, got %s of shape %s"
              .formatted(path, name, text(shapes.get(name))));
    }
  }

  /** Some files hold a tied output a second time. */
  private static boolean isTiedOutput(String name, Set<String> known) {
    return name.equals("lm_head.weight") && !known.contains(name);
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public float[] values(Declaration.Tensor tensor) throws IOException {
    return byName.get(tensor.name()).values(tensor.name());
  }

  @Override
  public void close() throws IOException {
    for (SafetensorsFile file : files) {
      file.close();
    }
  }
}
