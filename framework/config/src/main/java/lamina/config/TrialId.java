package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The identity of a trial: SHA-256 of its canonical JSON, 64 hexadecimal digits. */
public record TrialId(@JsonValue String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator
  public TrialId {
    Rule.require(HEX.matcher(hex).matches(), "trial id", "be 64 hexadecimal digits", hex);
  }

  static TrialId of(String canonicalJson) {
    return new TrialId(sha256(canonicalJson.getBytes(StandardCharsets.UTF_8)));
  }

  /** The first digits, enough for a person to tell trials apart. */
  public String brief() {
    return hex.substring(0, 10);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
