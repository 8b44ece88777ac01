/** A sweep as one page that reads on its own: no network, no scripts. */
@org.jspecify.annotations.NullMarked
package lamina.results.report;
