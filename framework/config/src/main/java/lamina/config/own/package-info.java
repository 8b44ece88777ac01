/**
 * Mechanisms that users write, as data: a file's text, what it declares, and masks of it. Nothing
 * here makes a class of them.
 */
@org.jspecify.annotations.NullMarked
package lamina.config.own;
