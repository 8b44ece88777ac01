/** Which data a task needs. */
@org.jspecify.annotations.NullMarked
package lamina.data.task;
