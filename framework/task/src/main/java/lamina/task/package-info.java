/**
 * What is learned. Every task is one package with the same four names, Example, Data, Loss and
 * Metrics, and one implementation of {@link lamina.task.Learning} that joins them to a model.
 */
@org.jspecify.annotations.NullMarked
package lamina.task;
