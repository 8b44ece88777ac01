package lamina.config;

/**
 * Features of a modality, each projected to width D by one linear layer of its own.
 *
 * @param positions whether a learned vector for its place is added to every token: without it,
 *     order is known only as far as the features tell it, as those of a video encoder do
 */
public record FeatureTokens(boolean positions) implements Encoders {}
