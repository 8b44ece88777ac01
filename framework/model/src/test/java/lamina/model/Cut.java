package lamina.model;

import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;

/** Gives a smaller model the leading values of every tensor of a larger one. */
public final class Cut {
  private Cut() {}

  /** Sets {@code to}, whose tensors have the names of {@code from}'s and no greater sizes. */
  public static void set(Parameters to, Parameters from) {
    Map<String, Shape> shapes = new HashMap<>();
    Map<String, Integer> starts = new HashMap<>();
    int start = 0;
    for (Declaration.Tensor tensor : from.tensors()) {
      shapes.put(tensor.name(), tensor.shape());
      starts.put(tensor.name(), start);
      start += tensor.size();
    }
    float[] all = from.values();
    float[] values = to.values();
    int at = 0;
    for (Declaration.Tensor tensor : to.tensors()) {
      Shape larger = shapes.get(tensor.name());
      for (int i = 0; i < tensor.size(); i++) {
        values[at++] = all[starts.get(tensor.name()) + place(i, tensor.shape(), larger)];
      }
    }
    to.set(values);
  }

  /** Where the value at a place of the smaller shape lies in the larger one. */
  private static int place(int index, Shape small, Shape large) {
    int place = 0;
    int step = 1;
    int rest = index;
    for (int axis = small.dimension() - 1; axis >= 0; axis--) {
      place += rest % (int) small.get(axis) * step;
      rest /= (int) small.get(axis);
      step *= (int) large.get(axis);
    }
    return place;
  }
}
