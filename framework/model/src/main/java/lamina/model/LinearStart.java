package lamina.model;

/** How linear layers start. */
public enum LinearStart {
  /** As PyTorch's Linear. */
  FAN_IN {
    @Override
    public Linear linear(Declaration declare, int in, int out) {
      return new Linear(declare, in, out);
    }

    @Override
    public Linear attentionInput(Declaration declare, int in, int out) {
      return new Linear(declare, in, out);
    }

    @Override
    public Linear attentionOutput(Declaration declare, int in, int out) {
      return new Linear(declare, in, out);
    }
  },
  /**
   * As in DETR and what follows it: every matrix by Glorot's rule, queries', keys' and values' as
   * the one matrix that they are in PyTorch's MultiheadAttention, whose biases are zero.
   */
  XAVIER {
    @Override
    public Linear linear(Declaration declare, int in, int out) {
      return new Linear(declare, in, out, Initializer.xavier(in, out), Initializer.fanIn(in));
    }

    @Override
    public Linear attentionInput(Declaration declare, int in, int out) {
      return new Linear(declare, in, out, Initializer.xavier(in, 3 * out), Initializer.constant(0));
    }

    @Override
    public Linear attentionOutput(Declaration declare, int in, int out) {
      return new Linear(declare, in, out, Initializer.xavier(in, out), Initializer.constant(0));
    }
  };

  /** A layer that is no part of an attention. */
  public abstract Linear linear(Declaration declare, int in, int out);

  /** What projects queries, keys or values. */
  public abstract Linear attentionInput(Declaration declare, int in, int out);

  /** What projects attended values back. */
  public abstract Linear attentionOutput(Declaration declare, int in, int out);
}
