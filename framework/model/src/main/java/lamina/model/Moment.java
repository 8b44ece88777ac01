package lamina.model;

/**
 * When in a trial a pass is.
 *
 * @param draws the random numbers of mechanisms
 * @param progress the share of all training steps that were made before, in [0, 1]
 */
public record Moment(Draws draws, double progress) {
  /** Of a pass that belongs to no trial. */
  public static final Moment NONE = new Moment(Draws.of(0, "no trial"), 0);
}
