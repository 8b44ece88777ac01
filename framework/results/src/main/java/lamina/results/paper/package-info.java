/** What the paper says beside what was measured here. */
@org.jspecify.annotations.NullMarked
package lamina.results.paper;
