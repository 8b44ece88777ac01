package lamina.mask;

import ai.djl.ndarray.NDArray;
import java.util.OptionalInt;
import java.util.function.Supplier;
import lamina.mechanism.LayerSides;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.attention.Chunk;
import lamina.model.attention.Features;

/** An encoder whose scores meet a mask. */
class Masked extends Scored {
  private final MaskedSteps steps;
  private final Supplier<LayerSides> masks;

  /**
   * Masked attention.
   *
   * @param masks who makes a layer's {@link Mask}, anew for every forward pass
   */
  Masked(Site site, MaskedSteps steps, Supplier<LayerSides> masks) {
    super(site);
    this.steps = steps;
    this.masks = masks;
  }

  @Override
  public final LayerSides sides() {
    return masks.get();
  }

  @Override
  public final NDArray mask(Chunk chunk) {
    return steps.mask(chunk);
  }

  @Override
  public final NDArray scores(Chunk chunk) {
    return steps.scores(chunk);
  }

  @Override
  public final OptionalInt featureWidth(int headWidth) {
    return steps.featureWidth(headWidth);
  }

  @Override
  public final Features features(Chunk chunk) {
    return steps.features(chunk);
  }
}
