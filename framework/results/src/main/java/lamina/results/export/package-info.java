/** A sweep's results as files that other programs read. */
@org.jspecify.annotations.NullMarked
package lamina.results.export;
