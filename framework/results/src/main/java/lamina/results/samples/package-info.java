/** What was generated for single test examples. */
@org.jspecify.annotations.NullMarked
package lamina.results.samples;
