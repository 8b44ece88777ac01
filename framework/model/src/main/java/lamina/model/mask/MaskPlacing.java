package lamina.model.mask;

/** Where masks are computed. One implementation a file. */
public interface MaskPlacing {
  /** The masks of one forward pass. */
  LayerMasks begin();
}
