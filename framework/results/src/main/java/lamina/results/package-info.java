/** From the outcomes of a sweep to a table with its statistics and its provenance. */
@org.jspecify.annotations.NullMarked
package lamina.results;
