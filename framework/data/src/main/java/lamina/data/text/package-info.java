/** Captions as numbers. */
@org.jspecify.annotations.NullMarked
package lamina.data.text;
