package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Examples of a batch.
 *
 * @param features of each modality's tokens, (B, Ni, Fi)
 * @param label the class from 0, integers of shape (B)
 */
record Example(List<NDArray> features, NDArray label) {}
