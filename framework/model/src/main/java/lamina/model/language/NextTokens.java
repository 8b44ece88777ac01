package lamina.model.language;

/**
 * What may follow sequences that grow by a token at a time. Who asks decides at every step which
 * sequences go on, and as how many.
 */
public interface NextTokens extends AutoCloseable {
  /** Scores before a softmax of every sequence's first token to be generated, (B, V). */
  float[][] first();

  /**
   * Scores of the next token of sequences that each go on from one of the last answer.
   *
   * @param parents rows of the last answer; some may be there several times, some not at all
   * @param tokens what each goes on with
   */
  float[][] next(int[] parents, int[] tokens);

  @Override
  void close();
}
