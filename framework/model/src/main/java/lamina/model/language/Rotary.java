package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import lamina.model.Pass;

/**
 * Rotary positions (Su et al., arXiv 2104.09864) of some tokens of a sequence. Value i of a head's
 * first half and value i of its second half are one plane, turned at position t by the angle t
 * base^(-2 i / dk): the layout of Hugging Face's files. LLaMA's own files have neighbours as
 * planes, whose projections have their rows in another order.
 *
 * @param cosines (T, dk), of each angle twice
 * @param sines (T, dk), likewise
 */
record Rotary(NDArray cosines, NDArray sines) {

  /** The angles of {@code count} tokens, of which the first is at position {@code from}. */
  static Rotary at(Pass pass, DecoderConfig config, long from, long count) {
    int width = config.headWidth();
    int tokens = Math.toIntExact(count);
    float[] cosines = new float[tokens * width];
    float[] sines = new float[tokens * width];
    for (int i = 0; i < cosines.length; i++) {
      int plane = i % width % (width / 2);
      double speed = Math.pow(config.rotaryBase(), -2.0 * plane / width);
      double angle = (from + i / width) * speed;
      cosines[i] = (float) StrictMath.cos(angle);
      sines[i] = (float) StrictMath.sin(angle);
    }
    Shape shape = new Shape(tokens, width);
    return new Rotary(pass.manager().create(cosines, shape), pass.manager().create(sines, shape));
  }

  /** Turns queries or keys, (B, heads, T, dk). */
  NDArray turn(NDArray x) {
    long half = x.getShape().get(3) / 2;
    NDArray first = x.get(":, :, :, :" + half);
    NDArray second = x.get(":, :, :, " + half + ":");
    NDArray quarterTurned = NDArrays.concat(new NDList(second.neg(), first), 3);
    return x.mul(cosines).add(quarterTurned.mul(sines));
  }
}
