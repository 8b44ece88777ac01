package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;

/**
 * A batch of videos and queries.
 *
 * @param video features of clips, (B, Nv, Fv)
 * @param clips which clips are no padding, booleans (B, Nv)
 * @param text features of words, (B, Nt, Ft)
 * @param words which words are no padding, booleans (B, Nt)
 */
public record MomentInput(NDArray video, NDArray clips, NDArray text, NDArray words) {

  /** Each of several examples' arrays replaced by the next one's, the last one's by the first's. */
  static NDArray rolled(NDArray x) {
    return NDArrays.concat(new NDList(x.get(new NDIndex("1:")), x.get(new NDIndex("0:1"))), 0);
  }
}
