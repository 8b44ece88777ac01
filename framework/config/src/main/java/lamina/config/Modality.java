package lamina.config;

/**
 * One kind of signal as a backbone sees it.
 *
 * @param tokens of an example
 * @param features values that a token holds before it is projected to the backbone's width
 */
public record Modality(String name, int tokens, int features) {}
