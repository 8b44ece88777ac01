package lamina.model.detector;

import ai.djl.ndarray.NDArray;

/**
 * Proposed moments.
 *
 * @param logits scores of being a moment and of being none, in this order, (B, Q, 2)
 * @param spans centre and width as shares of the video, (B, Q, 2)
 */
public record Proposals(NDArray logits, NDArray spans) {}
