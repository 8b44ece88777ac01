package lamina.model.detector;

import ai.djl.ndarray.NDArray;

/**
 * A batch of videos and queries.
 *
 * @param video features of clips, (B, Nv, Fv)
 * @param clips which clips are no padding, booleans (B, Nv)
 * @param text features of words, (B, Nt, Ft)
 * @param words which words are no padding, booleans (B, Nt)
 */
public record MomentInput(NDArray video, NDArray clips, NDArray text, NDArray words) {}
