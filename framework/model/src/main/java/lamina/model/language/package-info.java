/**
 * Language beside video: a decoder in LLaMA's shape with an adapter in front of its attention, an
 * encoder over captions and video tokens, and generation from either.
 *
 * <p>Symbols beside those of {@link lamina.model}: T text tokens, V words of the vocabulary, G
 * heads of keys and values, which divide H, A prompts of an adapter, F features of a video token.
 */
@org.jspecify.annotations.NullMarked
package lamina.model.language;
