/** One label an example. */
@org.jspecify.annotations.NullMarked
package lamina.task.classification;
