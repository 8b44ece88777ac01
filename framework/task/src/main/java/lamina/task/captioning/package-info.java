/** Sentences about videos, by models that guess masked words or go on word by word. */
@org.jspecify.annotations.NullMarked
package lamina.task.captioning;
