package lamina.config;

import static lamina.config.Rule.between;
import static lamina.config.Rule.divides;

import java.util.function.Function;

/**
 * One sequence of video tokens, as in SwinBERT (Lin et al., arXiv 2111.13196): a token is a square
 * patch of a frame's picture with what is heard in that frame beside it. 16 frames of 7 x 7 patches
 * are its 784 tokens.
 *
 * @param frames clips that are looked at, evenly spread over the scene; with 8 or more none of its
 *     events is missed
 * @param grid patches of a picture along each side; divides 14
 */
public record VideoPatches(int frames, int grid) implements CaptionInput {
  private static final int LEAST_FRAMES = 8;

  public VideoPatches {
    between(LEAST_FRAMES, GarmentCaptions.CLIPS, "task.data.input.frames", frames);
    Rule.atLeast(1, "task.data.input.grid", grid);
    divides("task.data.input.grid", grid, "the picture's side", GarmentCaptions.PICTURE_SIDE);
  }

  @Override
  public <R> R fold(
      Function<VideoPatches, R> videoPatches, Function<ImagesAndSounds, R> imagesAndSounds) {
    return videoPatches.apply(this);
  }

  @Override
  public int videoTokens() {
    return frames * grid * grid;
  }

  @Override
  public int videoFeatures() {
    int side = GarmentCaptions.PICTURE_SIDE / grid;
    return side * side + GarmentCaptions.SOUND_FEATURES;
  }

  @Override
  public int audioTokens() {
    return 0;
  }

  @Override
  public int audioFeatures() {
    return 0;
  }
}
