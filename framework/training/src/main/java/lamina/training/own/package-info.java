/** Users' mechanisms where there is an engine: compiled, loaded for a trial, and checked. */
@org.jspecify.annotations.NullMarked
package lamina.training.own;
