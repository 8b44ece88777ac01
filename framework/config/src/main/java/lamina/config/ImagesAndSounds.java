package lamina.config;

import java.util.function.Function;

/**
 * Two sequences, as in audio description: 25 image tokens and 25 audio tokens, one of each a clip.
 */
public record ImagesAndSounds() implements CaptionInput {
  @Override
  public <R> R fold(
      Function<VideoPatches, R> videoPatches, Function<ImagesAndSounds, R> imagesAndSounds) {
    return imagesAndSounds.apply(this);
  }

  @Override
  public int videoTokens() {
    return GarmentCaptions.CLIPS;
  }

  @Override
  public int videoFeatures() {
    return GarmentCaptions.PICTURE_SIDE * GarmentCaptions.PICTURE_SIDE;
  }

  @Override
  public int audioTokens() {
    return GarmentCaptions.CLIPS;
  }

  @Override
  public int audioFeatures() {
    return GarmentCaptions.SOUND_FEATURES;
  }
}
