package lamina.metric.captions;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import lamina.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of pycocoevalcap: PTBTokenizer of Stanford CoreNLP 3.4.1 with {@code -preserveLines
 * -lowerCase}, and without most punctuation. Other versions of CoreNLP make other words.
 *
 * <p>CoreNLP is under the GPL and no part of Lamina: users fetch its jar, and it is loaded by a
 * class loader of its own.
 */
public final class PtbTokenizer implements CaptionTokenizer {
  static final String NAME = "ptb";
  static final String ARTIFACT = "edu.stanford.nlp:stanford-corenlp:3.4.1";
  private static final String FETCH =
      "; fetch it with: mvn dependency:copy -Dartifact=" + ARTIFACT + " -DoutputDirectory=.";
  private static final String SHA_256 =
      "7c1f481a716291f692335e89376ac7d3dc02a1f5ba5e75a9d7d250cc80d2dd62";

  /** What it takes for the end of a line; in a caption a blank, as the wrapper does with \n. */
  private static final Pattern LINE_ENDS = Pattern.compile("[\n\r\u000B\f\u0085\u2028\u2029]");

  private static final String NEW_LINE = "*NL*";

  /** The wrapper's list. Brackets are not on it after lower-casing: -lrb- and -rrb- stay words. */
  private static final Set<String> PUNCTUATION =
      Set.of("''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";");

  private final Path jar;

  /**
   * A tokenizer of that jar.
   *
   * @throws ConfigException saying what to fetch if there is no jar, or another one
   */
  public PtbTokenizer(@Nullable Path jar) {
    if (jar == null || !Files.isRegularFile(jar)) {
      throw new ConfigException(
          "--ptb-jar must be the jar of "
              + ARTIFACT
              + ", got "
              + (jar == null ? "none" : jar)
              + FETCH);
    }
    String sum = sha256(jar);
    if (!sum.equals(SHA_256)) {
      throw new ConfigException(
          "--ptb-jar must be %s (SHA-256 %s), got %s (SHA-256 %s)%s"
              .formatted(ARTIFACT, SHA_256, jar, sum, FETCH));
    }
    this.jar = jar;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> tokenized(List<String> captions) {
    List<String> lines = captions.stream().map(c -> LINE_ENDS.matcher(c).replaceAll(" ")).toList();
    List<String> tokenized = new ArrayList<>();
    StringJoiner line = new StringJoiner(" ");
    for (String token : tokens(String.join("\n", lines))) {
      String word = token.toLowerCase(Locale.ENGLISH);
      if (token.equals(NEW_LINE)) {
        tokenized.add(line.toString());
        line = new StringJoiner(" ");
      } else if (!PUNCTUATION.contains(word)) {
        line.add(word);
      }
    }
    tokenized.add(line.toString());
    if (tokenized.size() != captions.size()) {
      throw new ConfigException(
          "captions must be %d lines after --tokenizer ptb, got %d"
              .formatted(captions.size(), tokenized.size()));
    }
    return tokenized;
  }

  /** All captions in one run, as the official code does: a line's end is context for a token. */
  private List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    // its parent has Java's own classes only: nothing of Lamina's class path meets CoreNLP's
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      String process = "edu.stanford.nlp.process.";
      Object factory =
          loader.loadClass(process + "WordTokenFactory").getConstructor().newInstance();
      Object tokenizer =
          loader
              .loadClass(process + "PTBTokenizer")
              .getConstructor(
                  java.io.Reader.class,
                  loader.loadClass(process + "LexedTokenFactory"),
                  String.class)
              .newInstance(new StringReader(text), factory, "tokenizeNLs");
      Method word = loader.loadClass("edu.stanford.nlp.ling.HasWord").getMethod("word");
      Iterator<?> iterator = (Iterator<?>) tokenizer;
      while (iterator.hasNext()) {
        tokens.add((String) word.invoke(iterator.next()));
      }
    } catch (IOException | ReflectiveOperationException e) {
      throw new ConfigException("--ptb-jar must be readable, got " + jar + ": " + e, e);
    }
    return tokens;
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new ConfigException("--ptb-jar must be readable, got " + file + ": " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
