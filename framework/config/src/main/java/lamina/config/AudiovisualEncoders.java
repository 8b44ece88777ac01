package lamina.config;

import java.util.List;

/** One encoder a modality, over raw signals. */
public record AudiovisualEncoders(ImageEncoder image, AudioEncoder audio) implements Encoders {
  /** What a grey square picture and a sound become. */
  List<Modality> modalities(int side, int samples, int sampleRate) {
    return List.of(
        image.modality(side, 1),
        new Modality("audio", audio.tokens(samples, sampleRate), audio.features()));
  }
}
