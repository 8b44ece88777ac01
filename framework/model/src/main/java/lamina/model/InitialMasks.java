package lamina.model;

import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import lamina.model.AttentionRows.KeptMask;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the mask M0 of every layer that it is shown, to tell later how far masks have moved:
 * what it keeps is their factors, not their products.
 */
public final class InitialMasks implements Observer, AutoCloseable {
  private final NDManager manager;
  private final Map<Integer, KeptMask> byLayer = new HashMap<>();

  public InitialMasks(NDManager parent) {
    this.manager = parent.newSubManager();
  }

  @Override
  public void attention(int layer, AttentionRows rows) {
    if (rows.isMasked()) {
      byLayer.put(layer, rows.keepMask(manager));
    }
  }

  /** The mask of a layer; null where it was shown none. */
  @Nullable KeptMask of(int layer) {
    return byLayer.get(layer);
  }

  @Override
  public void close() {
    manager.close();
  }
}
