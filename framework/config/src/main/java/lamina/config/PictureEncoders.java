package lamina.config;

/** The encoder of pictures that come without sound. */
public record PictureEncoders(ImageEncoder picture) implements Encoders {}
