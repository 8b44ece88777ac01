package lamina.training.own;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;

/**
 * What a user's mechanism is compiled against: of Lamina, the types that docs/mechanisms.md lists;
 * of the engine, what is not of its implementation.
 */
final class PublicSurface extends ForwardingJavaFileManager<StandardJavaFileManager> {
  /** Simple names by packages. */
  static final Map<String, Set<String>> TYPES =
      Map.of(
          "lamina.mechanism",
          Set.of(
              "Mechanism",
              "Buildable",
              "Built",
              "Run",
              "Site",
              "Sequence",
              "Tokens",
              "Block",
              "Scored",
              "Plain",
              "PerLayer",
              "LayerSides",
              "FeedForward",
              "EncoderStyle",
              "Default",
              "Origin"),
          "lamina.model.attention",
          Set.of(
              "Steps",
              "Chunk",
              "Side",
              "Sides",
              "Kinds",
              "Visible",
              "AttentionInput",
              "Features",
              "HeadProjections",
              "MultiHeadAttention",
              "Attention",
              "AttentionForm"),
          "lamina.model",
          Set.of(
              "Declaration",
              "Initializer",
              "Linear",
              "LinearStart",
              "LayerNorm",
              "Pass",
              "Top",
              "Clamp",
              "Draws",
              "Moment",
              "Term",
              "Observer",
              "AttentionRows",
              "Parameters",
              "Frozen"),
          "lamina.config",
          Set.of(
              "Traits",
              "Place",
              "Kind",
              "MaskShape",
              "Transformer",
              "Activation",
              "Normalisation",
              "Rule",
              "AttentionMask",
              "AttentionChange"));

  private static final String LAMINA = "lamina.";
  private static final String ENGINE = "ai.djl.pytorch";

  private final Output output;

  PublicSurface(StandardJavaFileManager files, Output output) {
    super(files);
    this.output = output;
  }

  /** Takes what is compiled. */
  interface Output {
    JavaFileObject of(String binaryName);
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    Iterable<JavaFileObject> all = super.list(location, packageName, kinds, recurse);
    return StreamSupport.stream(all.spliterator(), false)
        .filter(file -> isOpen(inferBinaryName(location, file)))
        .toList();
  }

  /** Whether a class is for mechanisms, as what is declared within it then is. */
  static boolean isOpen(String binaryName) {
    if (!binaryName.startsWith(LAMINA)) {
      return !binaryName.startsWith(ENGINE);
    }
    int end = binaryName.lastIndexOf('.');
    String outermost = binaryName.substring(end + 1).split("\\$", 2)[0];
    return TYPES.getOrDefault(binaryName.substring(0, end), Set.of()).contains(outermost);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      JavaFileManager.Location location,
      String className,
      JavaFileObject.Kind kind,
      javax.tools.FileObject sibling) {
    return output.of(className);
  }
}
