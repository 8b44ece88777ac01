package lamina.config;

/** One encoder a modality, over raw signals. */
public record AudiovisualEncoders(ImageEncoder image, AudioEncoder audio) implements Encoders {}
