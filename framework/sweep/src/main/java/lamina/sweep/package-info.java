/**
 * Which trials there are, where their results lie, and who runs them. Loads no native code: workers
 * are processes behind the border of {@link lamina.config.border}.
 */
@org.jspecify.annotations.NullMarked
package lamina.sweep;
