package lamina.config;

/**
 * The size of the attention that a mask acts on, padding included.
 *
 * @param queries Nq, the most that an example has
 * @param keys Nk, likewise
 */
public record MaskShape(int queries, int keys) {}
