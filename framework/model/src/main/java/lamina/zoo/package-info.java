/**
 * Rivals of the Learnable Attention Mask, a mechanism a file. Each says its paper, the code that
 * its numbers are held to, and where it departs from it.
 */
@org.jspecify.annotations.NullMarked
package lamina.zoo;
