package lamina.task.classification;

import ai.djl.ndarray.NDArray;

/**
 * Examples of a batch.
 *
 * @param image features of the image's tokens, (B, Ni, Fi)
 * @param audio features of the audio's tokens, (B, Na, Fa)
 * @param label the class from 0, integers of shape (B)
 */
record Example(NDArray image, NDArray audio, NDArray label) {}
