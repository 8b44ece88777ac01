/** Moments of a video that a query speaks of, and a score for every clip. */
@org.jspecify.annotations.NullMarked
package lamina.task.moments;
