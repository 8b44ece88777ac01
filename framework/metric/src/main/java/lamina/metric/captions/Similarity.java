package lamina.metric.captions;

/**
 * How alike a generated sentence and a true one are, for recall within neighbours. The original
 * metric uses BERTScore; a score says in its name what it was computed with.
 *
 * @param <T> what a sentence is given as: its text, an embedding, an index of a matrix
 */
public interface Similarity<T> {

  /** As it is written in a score's name, for example "1-gram F1". */
  String name();

  /** Finite; higher is more alike. */
  double between(T generated, T truth);
}
