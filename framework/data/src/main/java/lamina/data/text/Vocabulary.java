package lamina.data.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import lamina.config.ConfigException;

/**
 * Words of captions and their numbers. A word is a run of letters and digits in lower case, with
 * hyphens and apostrophes inside it; other signs are dropped. The special tokens come first, then
 * words by how often they are there, the most frequent first, and alphabetically among equals.
 */
public final class Vocabulary implements Tokenizer {
  /** Fills a sequence up after its end. */
  public static final int PAD = 0;

  /** Begins a caption. */
  public static final int BOS = 1;

  /** Ends a caption. */
  public static final int EOS = 2;

  /** Stands for a word that is to be guessed. */
  public static final int MASK = 3;

  /** Stands for a word that is not in the vocabulary. */
  public static final int UNK = 4;

  /** How many of these there are; words have the numbers after them. */
  public static final int SPECIAL_TOKENS = 5;

  private static final List<String> SPECIAL = List.of("[PAD]", "[BOS]", "[EOS]", "[MASK]", "[UNK]");
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['-][\\p{L}\\p{M}\\p{N}]+)*");

  private final List<String> tokens;
  private final Map<String, Integer> numbers = new HashMap<>();

  private Vocabulary(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    for (int i = SPECIAL.size(); i < tokens.size(); i++) {
      numbers.put(tokens.get(i), i);
    }
  }

  /**
   * The vocabulary of captions, which should be those of the training split alone.
   *
   * @param leastCount how often a word must be there, at least 1
   * @throws ConfigException where it is less
   */
  public static Vocabulary of(List<String> captions, int leastCount) {
    if (leastCount < 1) {
      throw new ConfigException("leastCount must be at least 1, got " + leastCount);
    }
    Map<String, Integer> counts = new TreeMap<>();
    captions.forEach(
        caption -> words(caption).forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<String> tokens = new ArrayList<>(SPECIAL);
    counts.entrySet().stream()
        .filter(word -> word.getValue() >= leastCount)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .forEach(tokens::add);
    return new Vocabulary(tokens);
  }

  /** The words of a caption. */
  public static List<String> words(String caption) {
    String plain = caption.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    return WORD.matcher(plain).results().map(MatchResult::group).toList();
  }

  @Override
  public int size() {
    return tokens.size();
  }

  @Override
  public int begin() {
    return BOS;
  }

  @Override
  public int end() {
    return EOS;
  }

  /** E.g. {@code coat} or {@code [EOS]}. */
  @Override
  public String token(int number) {
    if (number < 0 || number >= tokens.size()) {
      throw new ConfigException(
          "a token's number must be from 0 to " + (tokens.size() - 1) + ", got " + number);
    }
    return tokens.get(number);
  }

  /** Whether a word has a number of its own. */
  public boolean has(String word) {
    return numbers.containsKey(word);
  }

  /** An empty caption is [BOS] [EOS]. */
  @Override
  public int[] encode(String caption, int length) {
    if (length < 2) {
      throw new ConfigException("the length of a caption must be at least 2, got " + length);
    }
    List<String> words = words(caption);
    int count = Math.min(words.size(), length - 2);
    int[] encoded = new int[length];
    Arrays.fill(encoded, PAD);
    encoded[0] = BOS;
    for (int i = 0; i < count; i++) {
      encoded[i + 1] = numbers.getOrDefault(words.get(i), UNK);
    }
    encoded[count + 1] = EOS;
    return encoded;
  }

  /** [PAD] and [BOS] are left out; [MASK] and [UNK] are written as they are. */
  @Override
  public String decode(int[] encoded) {
    List<String> words = new ArrayList<>();
    for (int number : encoded) {
      if (number == EOS) {
        break;
      }
      String token = token(number);
      if (number != PAD && number != BOS) {
        words.add(token);
      }
    }
    return String.join(" ", words);
  }
}
