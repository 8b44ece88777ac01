package lamina.mechanism;

/** One forward pass through an encoder; what it must remember between layers are its fields. */
public interface Run {
  /** What the first layer is given of the embedded tokens. */
  default Sequence enter(Sequence sequence) {
    return sequence;
  }

  /** What a layer makes of its input; called in rising order. */
  Sequence layer(int layer, Sequence sequence);

  /** What comes out of what the last layer gave, before a last norm. */
  default Sequence leave(Sequence sequence) {
    return sequence;
  }
}
