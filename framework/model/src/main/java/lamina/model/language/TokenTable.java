package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;

/** A learned vector a word: (B, T) to (B, T, D). */
final class TokenTable {
  private final Declaration.Tensor weight;
  private final int vocabulary;

  TokenTable(Declaration declare, int vocabulary, int width, Initializer start) {
    this.weight = declare.tensor("weight", start, vocabulary, width);
    this.vocabulary = vocabulary;
  }

  /**
   * @throws IllegalArgumentException for tokens that are no words, or sequences of unequal lengths
   */
  NDArray forward(Pass pass, int[][] tokens) {
    int length = tokens.length == 0 ? 0 : tokens[0].length;
    if (length == 0) {
      throw new IllegalArgumentException("tokens must be given, got none");
    }
    long[] flat = new long[tokens.length * length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = checked(tokens[i / length], i % length, length);
    }
    NDArray numbers = pass.manager().create(flat, new Shape(tokens.length, length));
    return Embedding.embedding(numbers, pass.get(weight), SparseFormat.DENSE).head();
  }

  private int checked(int[] sequence, int place, int length) {
    if (sequence.length != length) {
      throw new IllegalArgumentException(
          "token sequences of a batch must have one length, got "
              + length
              + " and "
              + sequence.length);
    }
    if (sequence[place] < 0 || sequence[place] >= vocabulary) {
      throw new IllegalArgumentException(
          "tokens must be at least 0 and below the vocabulary of %d, got %d"
              .formatted(vocabulary, sequence[place]));
    }
    return sequence[place];
  }

  /** (V, D). */
  NDArray weight(Pass pass) {
    return pass.get(weight);
  }
}
