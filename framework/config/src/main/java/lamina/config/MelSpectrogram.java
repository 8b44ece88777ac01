package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.divides;
import static lamina.config.Rule.require;

import java.util.function.Function;

/**
 * Log energies in mel bands, one token a frame; frames do not overlap.
 *
 * @param bands mel bands, 1 to 64
 * @param frameMillis length of a frame in milliseconds
 */
public record MelSpectrogram(int bands, int frameMillis) implements AudioEncoder {
  public MelSpectrogram {
    atLeast(1, "encoders.audio.bands", bands);
    require(bands <= 64, "encoders.audio.bands", "be at most 64", bands);
    atLeast(1, "encoders.audio.frameMillis", frameMillis);
  }

  @Override
  public int tokens(int samples, int sampleRate) {
    long frame = frameSamples(sampleRate);
    require(frame <= samples, "encoders.audio.frameMillis", "fit into the waveform", frameMillis);
    divides("encoders.audio.frameMillis", (int) frame, "the waveform's samples", samples);
    return (int) (samples / frame);
  }

  /** Length of a frame in samples. */
  public long frameSamples(int sampleRate) {
    return (long) sampleRate * frameMillis / 1000;
  }

  @Override
  public int features() {
    return bands;
  }

  @Override
  public <R> R fold(Function<MelSpectrogram, R> melSpectrogram) {
    return melSpectrogram.apply(this);
  }
}
