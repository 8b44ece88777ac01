/** What a finished trial attends to, and its masks: computed in a process that has the engine. */
@org.jspecify.annotations.NullMarked
package lamina.results.attention;
