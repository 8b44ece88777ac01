package lamina.config;

/** One encoder a modality: how its raw signal becomes tokens. */
public record Encoders(ImageEncoder image, AudioEncoder audio) {}
