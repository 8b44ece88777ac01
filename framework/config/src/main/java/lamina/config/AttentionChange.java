package lamina.config;

/**
 * A mask that changes attention, as all do but plain attention itself: what has a place in a model,
 * and can have controls.
 */
public interface AttentionChange extends AttentionMask {
  @Override
  default AttentionChange resolved(Transformer backbone) {
    return this;
  }
}
