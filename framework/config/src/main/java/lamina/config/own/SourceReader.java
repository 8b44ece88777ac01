package lamina.config.own;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.MaskKinds;

/** Reads what a source declares off its syntax tree: no class is made. */
final class SourceReader {
  private static final Set<String> NO_NAMES = Set.of("kind", "source");

  private final String file;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  private SourceReader(String file, CompilationUnitTree unit, SourcePositions positions) {
    this.file = file;
    this.unit = unit;
    this.positions = positions;
  }

  static MechanismSource read(String file, String text, String digest) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new ConfigException(
          "a mechanism of one's own needs a JDK 17 or newer, and this Java has no compiler: "
              + System.getProperty("java.home"));
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null, null, found, List.of("-proc:none"), null, List.of(new Text(file, text)));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      found.getDiagnostics().stream()
          .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
          .findFirst()
          .ifPresent(
              error -> {
                throw new ConfigException(
                    "%s:%d:%d: %s"
                        .formatted(
                            file,
                            error.getLineNumber(),
                            error.getColumnNumber(),
                            error.getMessage(Locale.ROOT)));
              });
      return new SourceReader(file, unit, Trees.instance(task).getSourcePositions())
          .source(text, digest);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be parsed: " + e, e);
    }
  }

  /** A file that is in memory. */
  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String file, String text) {
      super(URI.create("string:///" + file.replaceAll("[^A-Za-z0-9_.]", "_")), Kind.SOURCE);
      this.text = text.isEmpty() ? "\n" : text; // the compiler knows no place in an empty one
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private MechanismSource source(String text, String digest) {
    if (unit.getPackageName() != null) {
      String name = unit.getPackageName().toString();
      require(
          !name.equals("lamina") && !name.startsWith("lamina."),
          unit.getPackageName(),
          "package must not be one of Lamina's own, got " + name);
    }
    List<ClassTree> records = new ArrayList<>();
    for (Tree type : unit.getTypeDecls()) {
      if (type.getKind() == Tree.Kind.RECORD
          && ((ClassTree) type).getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        records.add((ClassTree) type);
      }
    }
    require(
        records.size() == 1,
        records.isEmpty() ? unit : records.get(records.size() - 1),
        "a mechanism's file must have one public record, got "
            + (records.isEmpty()
                ? "none"
                : records.stream()
                    .map(record -> record.getSimpleName().toString())
                    .collect(Collectors.joining(", "))));
    ClassTree record = records.get(0);
    String name = record.getSimpleName().toString();
    String kind = AttentionMask.kindOf(name);
    require(
        !MaskKinds.taken().contains(kind) && !MaskKinds.taken().contains(name),
        record,
        "record must not be named as one of Lamina's mechanisms, got " + name + " (" + kind + ")");
    List<SourceComponent> components = new ArrayList<>();
    for (Tree member : record.getMembers()) {
      if (member instanceof VariableTree field && isComponent(field)) {
        components.add(component(record, field));
      }
    }
    return new MechanismSource(file, name, text, digest, List.copyOf(components), place(record));
  }

  /** The parser lists a record's components as fields, and so its static fields. */
  private static boolean isComponent(VariableTree field) {
    return !field.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  private SourceComponent component(ClassTree record, VariableTree field) {
    String name = field.getName().toString();
    String type = field.getType().toString();
    require(!NO_NAMES.contains(name), field, "component must not be named '" + name + "'");
    List<String> choices = choices(record, type);
    ComponentType known = choices.isEmpty() ? ComponentType.of(type) : ComponentType.CHOICE;
    require(
        known != null,
        field,
        "component %s must be an int, long, boolean, double, String or enum of the file, got %s"
            .formatted(name, type));
    String literal = defaultOf(field);
    require(literal != null, field, "component " + name + " must have a @Default(\"…\")");
    try {
      Object value = known.read(literal, choices);
      return new SourceComponent(name, known, choices, value, place(field));
    } catch (ConfigException e) {
      throw new ConfigException(
          "%s: @Default of component %s must %s".formatted(place(field), name, e.getMessage()), e);
    }
  }

  /** The written names of an enum that the file declares; empty where it declares none. */
  private List<String> choices(ClassTree record, String type) {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    List<Tree> declared = new ArrayList<>(unit.getTypeDecls());
    declared.addAll(record.getMembers());
    for (Tree one : declared) {
      if (one.getKind() == Tree.Kind.ENUM
          && ((ClassTree) one).getSimpleName().contentEquals(simple)) {
        return ((ClassTree) one)
            .getMembers().stream()
                .filter(member -> isConstant(member, simple))
                .map(member -> ((VariableTree) member).getName().toString())
                .map(constant -> constant.toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
      }
    }
    return List.of();
  }

  private static boolean isConstant(Tree member, String type) {
    return member instanceof VariableTree field
        && field.getType() != null
        && field.getType().toString().equals(type)
        && field.getModifiers().getFlags().contains(Modifier.STATIC)
        && field.getModifiers().getFlags().contains(Modifier.FINAL)
        && field.getInitializer() != null
        && field.getInitializer().getKind() == Tree.Kind.NEW_CLASS;
  }

  private static String defaultOf(VariableTree field) {
    for (AnnotationTree annotation : field.getModifiers().getAnnotations()) {
      String type = annotation.getAnnotationType().toString();
      if (type.equals("Default") || type.endsWith(".Default")) {
        for (ExpressionTree argument : annotation.getArguments()) {
          ExpressionTree value =
              argument instanceof AssignmentTree assigned ? assigned.getExpression() : argument;
          if (value instanceof LiteralTree literal && literal.getValue() instanceof String text) {
            return text;
          }
        }
      }
    }
    return null;
  }

  private void require(boolean holds, Tree at, String message) {
    if (!holds) {
      throw new ConfigException(place(at) + ": " + message);
    }
  }

  private String place(Tree tree) {
    if (tree == unit) {
      return file + ":1:1";
    }
    long start = Math.max(0, positions.getStartPosition(unit, tree));
    LineMap lines = unit.getLineMap();
    return "%s:%d:%d".formatted(file, lines.getLineNumber(start), lines.getColumnNumber(start));
  }
}
