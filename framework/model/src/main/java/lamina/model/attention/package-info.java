/** Attention with the scores exposed, so that a mask can meet them before the softmax. */
@org.jspecify.annotations.NullMarked
package lamina.model.attention;
