package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** The one thing that needs the PyTorch engine by name: a backward pass that keeps its graph. */
final class Gradients {
  private Gradients() {}

  /** Sends a gradient backwards from values. */
  static void backward(NDArray values, NDArray gradient, boolean keepGraph) {
    JniUtils.backward((PtNDArray) values, (PtNDArray) gradient, keepGraph, false);
  }
}
