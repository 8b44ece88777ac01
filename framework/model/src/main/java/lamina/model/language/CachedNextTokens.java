package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;

/**
 * A decoder's next tokens. Keys and values of what was read are kept, so that every step reads one
 * token a sequence.
 */
public final class CachedNextTokens implements NextTokens {
  private final NDManager manager;
  private final Decoder decoder;
  private final Parameters parameters;
  private final int[][] start;
  private final Function<Pass, Prompts> prompting;
  private NDManager kept;
  private Past past = Past.NONE;
  private Prompts prompts = Prompts.NONE;

  /**
   * Nothing is read yet.
   *
   * @param start the tokens that are given, (B, T); sequences of one length
   * @param prompting the prompts of the B sequences, or of all, computed once
   */
  public CachedNextTokens(
      Decoder decoder,
      Parameters parameters,
      int[][] start,
      Function<Pass, Prompts> prompting,
      NDManager parent) {
    this.decoder = decoder;
    this.parameters = parameters;
    this.start = start;
    this.prompting = prompting;
    this.manager = parent.newSubManager();
    this.kept = manager.newSubManager();
  }

  @Override
  public float[][] first() {
    try (Pass pass = pass()) {
      return read(pass, start, Past.NONE, prompting.apply(pass));
    }
  }

  @Override
  public float[][] next(int[] parents, int[] tokens) {
    try (Pass pass = pass()) {
      NDArray rows = pass.manager().create(Arrays.stream(parents).asLongStream().toArray());
      int[][] column = Arrays.stream(tokens).mapToObj(t -> new int[] {t}).toArray(int[][]::new);
      return read(pass, column, past.rows(rows), prompts.rows(rows));
    }
  }

  private Pass pass() {
    return Pass.evaluation(manager, parameters, Observer.NOBODY);
  }

  private float[][] read(Pass pass, int[][] tokens, Past before, Prompts with) {
    Decoder.Read read = decoder.forward(pass, tokens, before, with);
    NDArray last = read.hidden().get(new NDIndex(":, " + (tokens[0].length - 1)));
    float[] scores = decoder.logits(pass, last).toFloatArray();
    keep(read.past(), with);
    int words = decoder.config().vocabulary();
    return IntStream.range(0, tokens.length)
        .mapToObj(i -> Arrays.copyOfRange(scores, i * words, (i + 1) * words))
        .toArray(float[][]::new);
  }

  /** Takes over what outlives the pass, and lets go of what the last step kept. */
  private void keep(Past nowPast, Prompts nowPrompts) {
    NDManager before = kept;
    kept = manager.newSubManager();
    past = nowPast.keptBy(kept);
    prompts = nowPrompts.keptBy(kept);
    before.close();
  }

  @Override
  public void close() {
    manager.close();
  }
}
