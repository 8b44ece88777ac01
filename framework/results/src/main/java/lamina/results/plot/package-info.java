/**
 * Pictures of sweeps. Colours are told apart by colour-blind readers, and in grey by shape and
 * dashes.
 */
@org.jspecify.annotations.NullMarked
package lamina.results.plot;
