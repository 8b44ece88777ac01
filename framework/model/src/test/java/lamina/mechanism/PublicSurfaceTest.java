package lamina.mechanism;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What mechanisms are written against, which docs/mechanisms.md lists. */
class PublicSurfaceTest {
  private static final Map<String, List<String>> SURFACE = new LinkedHashMap<>();

  static {
    SURFACE.put(
        "lamina.mechanism",
        List.of(
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
            "Origin"));
    SURFACE.put(
        "lamina.model.attention",
        List.of(
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
            "AttentionForm"));
    SURFACE.put(
        "lamina.model",
        List.of(
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
            "Frozen"));
    SURFACE.put(
        "lamina.config",
        List.of(
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
  }

  static Stream<String> types() {
    return SURFACE.entrySet().stream()
        .flatMap(names -> names.getValue().stream().map(name -> names.getKey() + "." + name));
  }

  @Test
  void theDocumentListsIt() throws IOException {
    String document =
        Files.readString(Path.of(System.getenv("LAMINA_ROOT"), "docs", "mechanisms.md"));
    String section = document.substring(document.indexOf("## The public surface"));
    Map<String, List<String>> listed = new LinkedHashMap<>();
    Matcher matcher = Pattern.compile("`([a-z.]+)`\\s+\\(([^)]*)\\)").matcher(section);
    while (matcher.find()) {
      listed.put(matcher.group(1), List.of(matcher.group(2).trim().split(",\\s+")));
    }
    assertThat(listed).isEqualTo(SURFACE);
  }

  @ParameterizedTest
  @MethodSource("types")
  void isPublicAndNamesNothingThatIsNot(String name) throws ClassNotFoundException {
    Class<?> type = Class.forName(name);
    assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
    assertThat(strangers(type)).isEmpty();
  }

  @Test
  void aStrangerInAnySignatureIsFound() {
    assertThat(strangers(Offender.class))
        .hasSize(7)
        .allMatch(found -> found.endsWith(Stranger.class.getName()));
  }

  /** Where a type names one that is neither of the surface nor the JDK's nor the engine's. */
  private static List<String> strangers(Class<?> type) {
    List<String> strangers = new ArrayList<>();
    named(type)
        .forEach(
            (where, types) ->
                types.stream()
                    .filter(named -> !isKnown(named))
                    .forEach(named -> strangers.add(where + " names " + named)));
    return strangers;
  }

  private static boolean isKnown(String name) {
    return name.startsWith("java.")
        || name.startsWith("ai.djl.")
        || !name.contains(".")
        || types().anyMatch(name::equals);
  }

  /** Names of types by the members that name them, those of what is declared within included. */
  private static Map<String, Set<String>> named(Class<?> type) {
    Map<String, Set<String>> named = new LinkedHashMap<>();
    String itself = type.getTypeName();
    add(named, itself, type.getGenericSuperclass());
    add(named, itself, type.getGenericInterfaces());
    Arrays.stream(type.getTypeParameters()).forEach(t -> add(named, itself, t.getBounds()));
    for (Method method : type.getDeclaredMethods()) {
      if (isSeen(method.getModifiers()) && !method.isSynthetic()) {
        add(named, itself + "." + method.getName(), method.getGenericReturnType());
        add(named, itself + "." + method.getName(), method);
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isSeen(constructor.getModifiers()) && !constructor.isSynthetic()) {
        add(named, "new " + itself, constructor);
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (isSeen(field.getModifiers())) {
        add(named, itself + "." + field.getName(), field.getGenericType());
      }
    }
    for (Class<?> inside : type.getDeclaredClasses()) {
      if (isSeen(inside.getModifiers())) {
        named.putAll(named(inside));
      }
    }
    return named;
  }

  private static boolean isSeen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static void add(Map<String, Set<String>> named, String where, Executable member) {
    add(named, where, member.getGenericParameterTypes());
    add(named, where, member.getGenericExceptionTypes());
    for (TypeVariable<?> variable : member.getTypeParameters()) {
      add(named, where, variable.getBounds());
    }
  }

  private static void add(Map<String, Set<String>> named, String where, Type... types) {
    for (Type type : types) {
      if (type instanceof Class<?> plain) {
        named.computeIfAbsent(where, none -> new TreeSet<>()).add(outermost(plain).getName());
      } else if (type instanceof ParameterizedType generic) {
        add(named, where, generic.getRawType());
        add(named, where, generic.getActualTypeArguments());
      } else if (type instanceof WildcardType any) {
        add(named, where, any.getUpperBounds());
        add(named, where, any.getLowerBounds());
      } else if (type instanceof GenericArrayType array) {
        add(named, where, array.getGenericComponentType());
      }
    }
  }

  private static Class<?> outermost(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.isArray()) {
      outermost = outermost.getComponentType();
    }
    while (outermost.getDeclaringClass() != null
        && outermost.getDeclaringClass() != PublicSurfaceTest.class) {
      outermost = outermost.getDeclaringClass();
    }
    return outermost;
  }

  interface Stranger {}

  abstract static class Offender implements Comparable<Stranger> {
    public Stranger field;

    protected Offender(Stranger[] strangers) {}

    Offender() {}

    protected abstract List<? extends Stranger> given();

    public abstract void takes(Map<String, Stranger> strangers);

    public abstract <T extends Stranger> void bounded(T stranger);

    abstract Stranger hidden();

    public interface Inside {
      Stranger inside();
    }
  }
}
