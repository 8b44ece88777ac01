package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.stream.IntStream;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;

/**
 * The next words of a {@link CaptionEncoder}: what it says of a mask token behind the words so far.
 * Nothing is kept: every step encodes caption and video anew, N tokens a sequence.
 */
public final class MaskedNextTokens implements NextTokens {
  private final NDManager manager;
  private final CaptionEncoder encoder;
  private final Parameters parameters;
  private final int maskToken;
  private VideoTokens video;
  private int[][] captions;
  private int length;

  /**
   * Captions that start with one token.
   *
   * @param startToken the first word of every caption
   * @param maskToken what stands where a word is asked for, and behind it
   * @param video (B, video tokens, F); not closed
   */
  public MaskedNextTokens(
      CaptionEncoder encoder,
      Parameters parameters,
      int startToken,
      int maskToken,
      VideoTokens video,
      NDManager parent) {
    if (encoder.config().textTokens() < 2) {
      throw new IllegalArgumentException("captions of one token have no place for a word");
    }
    this.manager = parent.newSubManager();
    this.encoder = encoder;
    this.parameters = parameters;
    this.maskToken = maskToken;
    this.video = video.copied(manager);
    this.captions = new int[Math.toIntExact(video.features().getShape().get(0))][];
    for (int i = 0; i < captions.length; i++) {
      captions[i] = new int[encoder.config().textTokens()];
      Arrays.fill(captions[i], maskToken);
      captions[i][0] = startToken;
    }
    this.length = 1;
  }

  @Override
  public float[][] first() {
    return scores();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException where captions have no place left
   */
  @Override
  public float[][] next(int[] parents, int[] tokens) {
    if (length + 1 >= captions[0].length) {
      throw new IllegalStateException(
          "captions of at most %d words are generated, with the start token"
              .formatted(captions[0].length));
    }
    int[][] longer = new int[parents.length][];
    for (int i = 0; i < parents.length; i++) {
      longer[i] = captions[parents[i]].clone();
      longer[i][length] = tokens[i];
    }
    captions = longer;
    length++;
    VideoTokens before = video;
    try (NDArray rows = manager.create(Arrays.stream(parents).asLongStream().toArray())) {
      video = before.rows(rows);
    }
    before.close();
    return scores();
  }

  private float[][] scores() {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray logits = encoder.forward(pass, captions, video.in(pass));
      float[] flat = logits.get(new NDIndex(":, " + length)).toFloatArray();
      int words = flat.length / captions.length;
      return IntStream.range(0, captions.length)
          .mapToObj(i -> Arrays.copyOfRange(flat, i * words, (i + 1) * words))
          .toArray(float[][]::new);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
