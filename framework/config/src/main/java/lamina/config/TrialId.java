package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The identity of a trial: SHA-256 of its canonical JSON, 64 hexadecimal digits. */
public record TrialId(@JsonValue String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator
  public TrialId {
    Rule.require(HEX.matcher(hex).matches(), "trial id", "be 64 hexadecimal digits", hex);
  }

  static TrialId of(String canonicalJson) {
    return after("").apply(canonicalJson);
  }

  /** Identities of canonical JSON by its end; the beginning is digested once. */
  static Function<String, TrialId> after(String beginning) {
    MessageDigest begun = sha256();
    begun.update(beginning.getBytes(StandardCharsets.UTF_8));
    return end -> {
      try {
        MessageDigest digest = (MessageDigest) begun.clone();
        byte[] bytes = digest.digest(end.getBytes(StandardCharsets.UTF_8));
        return new TrialId(HexFormat.of().formatHex(bytes));
      } catch (CloneNotSupportedException impossible) {
        throw new AssertionError("the Java platform's SHA-256 can be cloned", impossible);
      }
    };
  }

  /** The first digits, enough for a person to tell trials apart. */
  public String brief() {
    return hex.substring(0, 10);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
