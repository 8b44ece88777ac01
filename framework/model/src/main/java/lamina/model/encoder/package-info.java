/** The Transformer encoder, and the tokens it reads. */
@org.jspecify.annotations.NullMarked
package lamina.model.encoder;
