/**
 * Transformers with attention masks, as small modules over DJL arrays.
 *
 * <p>Symbols, here and below: B examples of a batch, N tokens of a sequence (Nq queries, Nk keys),
 * D width of a token, H heads, dk = D / H width of a head.
 *
 * <p>A module declares its tensors when it is built ({@link lamina.model.Declaration}) and reads
 * them from the {@link lamina.model.Pass} it is given, which also owns every constant: that is how
 * the arrays that autograd saved stay alive until after the backward pass.
 */
@org.jspecify.annotations.NullMarked
package lamina.model;
