/**
 * What a model costs, counted from the shapes of a configuration: no engine, no data.
 *
 * <p>Conventions. A MAC is a multiplication and the addition that follows it in a product of
 * matrices: linear layers, scores Q Kᵀ, weights times V, the layers of a mask, and a mask's last
 * product H Wᵀ, once a mask and not once a head. A FLOP is one of the two: FLOPs = 2 MACs. Nothing
 * else is counted: no biases, norms, activations, softmax, positions, dropout, fusion of a mask
 * with scores, loss, matching or optimizer. A bias is a parameter.
 *
 * <p>Counted is what the formulas say and not what a kernel does: fused, in chunks and computed
 * again, or materialised counts the same. Padding counts as far as a batch has it: sequences are of
 * the greatest length.
 *
 * <p>A backward pass is taken for twice the forward pass, one product for the gradient of the input
 * and one for that of the weight. Through a frozen layer it is once, and where nothing that is
 * trained lies before, there is none.
 */
@org.jspecify.annotations.NullMarked
package lamina.cost;
