/** Mechanisms, as people read of them: a list of those that there are, and a page of a check. */
@org.jspecify.annotations.NullMarked
package lamina.results.mechanism;
