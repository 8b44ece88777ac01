package lamina.data;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * DJL's tokenizers, which would otherwise report their use and look for another native library.
 * They load no engine.
 */
public final class OfflineTokenizers {
  private OfflineTokenizers() {}

  /**
   * A tokenizer of its {@code tokenizer.json} alone.
   *
   * @param options as DJL names them
   */
  public static HuggingFaceTokenizer open(byte[] json, Map<String, String> options)
      throws IOException {
    setWhereUnset("OPT_OUT_TRACKING");
    setWhereUnset("ai.djl.offline");
    return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
  }

  private static void setWhereUnset(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }
}
