package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import lamina.model.attention.Visible;

/**
 * The encoded tokens that a decoder attends to.
 *
 * @param values (B, N, D)
 * @param positions (B, N, D)
 * @param visible which of them are no padding
 */
record Memory(NDArray values, NDArray positions, Visible visible) {}
