package lamina.model;

import ai.djl.ndarray.NDArray;

/**
 * What a mechanism adds to a task's loss.
 *
 * @param name says what it is, in metrics
 * @param weight of the value in the loss
 * @param value shape ()
 */
public record Term(String name, double weight, NDArray value) {}
