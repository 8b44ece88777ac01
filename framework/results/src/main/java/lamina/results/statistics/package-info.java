/** Tests, effect sizes and intervals as pure functions of numbers. */
@org.jspecify.annotations.NullMarked
package lamina.results.statistics;
