package lamina.zoo;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import lamina.model.Declaration;
import lamina.model.Parameters;

/** Values and gradients of a model's tensors by their names. */
final class Named {
  private Named() {}

  /** Gives tensors and states values; the others keep theirs. */
  static void set(Parameters parameters, Map<String, float[]> named) {
    float[] all = parameters.values();
    Map<String, float[]> missing = new LinkedHashMap<>(named);
    int from = 0;
    for (Declaration.Tensor tensor : parameters.changing()) {
      float[] given = missing.remove(tensor.name());
      if (given != null) {
        if (given.length != tensor.size()) {
          throw new AssertionError(tensor.name() + " has " + tensor.size() + " values");
        }
        System.arraycopy(given, 0, all, from, given.length);
      }
      from += tensor.size();
    }
    if (!missing.isEmpty()) {
      throw new AssertionError("no tensors " + missing.keySet());
    }
    parameters.set(all);
  }

  /** The values of tensors, then of states. */
  static Map<String, float[]> values(Parameters parameters) {
    return cut(parameters, parameters.values());
  }

  /** The gradients of tensors. */
  static Map<String, float[]> gradients(Parameters parameters) {
    try (NDArray gradient = parameters.flat().getGradient()) {
      return cut(parameters, gradient.toFloatArray());
    }
  }

  private static Map<String, float[]> cut(Parameters parameters, float[] all) {
    Map<String, float[]> parts = new LinkedHashMap<>();
    int from = 0;
    for (Declaration.Tensor tensor : parameters.changing()) {
      if (from + tensor.size() <= all.length) {
        parts.put(tensor.name(), Arrays.copyOfRange(all, from, from + tensor.size()));
      }
      from += tensor.size();
    }
    return parts;
  }
}
