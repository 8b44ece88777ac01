/** The Learnable Attention Mask and where in the encoder it is computed. */
@org.jspecify.annotations.NullMarked
package lamina.model.mask;
