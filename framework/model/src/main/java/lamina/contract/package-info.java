/**
 * What every mechanism has to keep, checked by running it: one kit for those that Lamina has and
 * for those that users write. It needs the engine.
 */
@org.jspecify.annotations.NullMarked
package lamina.contract;
