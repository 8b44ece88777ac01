/**
 * Masks that scores meet, and what they are compared with: the Learnable Attention Mask of Barrios
 * and Jin in all its forms, learned matrices, plain attention, and controls.
 */
@org.jspecify.annotations.NullMarked
package lamina.mask;
