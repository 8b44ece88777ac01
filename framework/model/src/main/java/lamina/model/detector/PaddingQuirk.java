package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;

/**
 * The pairs of clips and words that QD-DETR's official code hides beside padded words. It repeats
 * each batch of (padded clip, padded word) blocks head by head, but attention reads them example by
 * example: head h of example b gets the block of example (b H + h) mod B.
 */
final class PaddingQuirk {
  private PaddingQuirk() {}

  /**
   * Which pairs are seen.
   *
   * @param clips which clips are no padding, booleans (B, Nv)
   * @param words which words are no padding, booleans (B, Nt)
   * @return booleans (B, H, Nv, Nt)
   */
  static NDArray seen(NDArray clips, NDArray words, int heads) {
    NDArray block = clips.expandDims(2).logicalOr(words.expandDims(1));
    Shape shape = block.getShape();
    NDArray repeated = NDArrays.concat(new NDList(Collections.nCopies(heads, block)), 0);
    return repeated.reshape(shape.get(0), heads, shape.get(1), shape.get(2));
  }
}
