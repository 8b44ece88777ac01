package lamina.data;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.GarmentMoments;
import lamina.config.MomentsData;

/**
 * The frozen text encoder: all-MiniLM-L6-v2, quantised, from the class path. It reads no network
 * and loads no engine of DJL. Other kinds of processors may give other last bits.
 */
final class MiniLm implements AutoCloseable {
  static final int WIDTH = GarmentMoments.TEXT_FEATURES;

  private static final String MODEL = "all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";
  private static final double EPSILON = 1e-5;

  /** SHA-256 of what the encoder is made of, by name. */
  static final SortedMap<String, String> SOURCES =
      new TreeMap<>(
          Map.of(
              MODEL, "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
              TOKENIZER, "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0"));

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final HuggingFaceTokenizer tokenizer;

  private MiniLm() throws IOException, OrtException {
    tokenizer = tokenizer();
    environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(resource(MODEL), options);
    }
  }

  private static HuggingFaceTokenizer tokenizer() throws IOException {
    return OfflineTokenizers.open(
        resource(TOKENIZER),
        Map.of(
            "addSpecialTokens", "true",
            "padding", "false",
            "truncation", "true",
            "maxLength", "" + MomentsData.WORDS,
            "modelMaxLength", "" + MomentsData.WORDS));
  }

  /**
   * Loads it, in about a second.
   *
   * @throws DataException where it is not on the class path, or another version is
   */
  static MiniLm open() {
    try {
      return new MiniLm();
    } catch (IOException | OrtException e) {
      throw new DataException("the text encoder cannot be loaded: " + e.getMessage(), e);
    }
  }

  /**
   * The tokens of a text in words, special ones included, at most 32.
   *
   * @throws DataException where the tokenizer is not on the class path, or another version is
   */
  static List<String> words(String text) {
    try (HuggingFaceTokenizer tokenizer = tokenizer()) {
      return List.of(tokenizer.encode(text).getTokens());
    } catch (IOException e) {
      throw new DataException("the tokenizer cannot be loaded: " + e.getMessage(), e);
    }
  }

  /**
   * Rows of the last hidden state, special tokens included, each divided by (its L2 norm + 1e-5).
   *
   * @return row by row, (words, WIDTH), at most 32 words
   */
  float[] encode(String text) {
    Encoding encoding = tokenizer.encode(text);
    long[] ids = encoding.getIds();
    try (OnnxTensor words = tensor(ids);
        OnnxTensor mask = tensor(encoding.getAttentionMask());
        OnnxTensor types = tensor(new long[ids.length]);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", words, "attention_mask", mask, "token_type_ids", types))) {
      OnnxTensor hidden = (OnnxTensor) result.get(0);
      float[] rows = new float[ids.length * WIDTH];
      hidden.getFloatBuffer().get(rows);
      for (int row = 0; row < ids.length; row++) {
        normalise(rows, row * WIDTH);
      }
      return rows;
    } catch (OrtException e) {
      throw new DataException("the text '" + text + "' cannot be encoded: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new DataException("the text encoder cannot be closed: " + e.getMessage(), e);
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static void normalise(float[] rows, int from) {
    double squares = 0;
    for (int i = from; i < from + WIDTH; i++) {
      squares += (double) rows[i] * rows[i];
    }
    double scale = 1 / (Math.sqrt(squares) + EPSILON);
    for (int i = from; i < from + WIDTH; i++) {
      rows[i] = (float) (rows[i] * scale);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = MiniLm.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new DataException(name + " is not on the class path; build again with Maven");
      }
      byte[] bytes = in.readAllBytes();
      String actual = Checksum.sha256(bytes);
      if (!actual.equals(SOURCES.get(name))) {
        throw new DataException(
            "%s must have the SHA-256 %s, got %s".formatted(name, SOURCES.get(name), actual));
      }
      return bytes;
    }
  }
}
