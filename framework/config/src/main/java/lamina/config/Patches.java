package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.divides;

import java.util.function.Function;

/**
 * Square patches of the image, row by row, one token each (ViT, arXiv 2010.11929).
 *
 * @param size side of a patch in pixels; divides the image's side
 */
public record Patches(int size) implements ImageEncoder {
  public Patches {
    atLeast(1, "encoders.image.size", size);
  }

  @Override
  public int tokens(int side) {
    divides("encoders.image.size", size, "the image's side", side);
    return (side / size) * (side / size);
  }

  @Override
  public int columns(int side) {
    return side / size;
  }

  @Override
  public int features(int channels) {
    return channels * size * size;
  }

  @Override
  public <R> R fold(Function<Patches, R> patches) {
    return patches.apply(this);
  }
}
