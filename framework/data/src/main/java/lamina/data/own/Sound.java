package lamina.data.own;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * WAV files as 16-bit samples of one rate and length: the mean of all channels, resampled, cut
 * after the length or filled up with silence.
 *
 * <p>They are read by Java's own reader: KotlinDL's takes the 8 bytes before the samples for
 * samples and leaves the last 8 out.
 */
final class Sound {
  private static final int LEAST_RATE = 1000;
  private static final int MOST_RATE = 384_000;

  private final int rate;
  private final int samples;
  private Resampler resampler;

  /**
   * Reads sounds of one form.
   *
   * @param rate samples a second that come out
   * @param samples how many come out
   */
  Sound(int rate, int samples) {
    this.rate = rate;
    this.samples = samples;
    this.resampler = new Resampler(rate, rate);
  }

  /**
   * Two bytes a sample, the high one first.
   *
   * @throws IOException where it cannot be decoded
   */
  byte[] read(Path file) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        AudioInputStream in = AudioSystem.getAudioInputStream(bytes)) {
      AudioFormat format = in.getFormat();
      requireKnown(format);
      if (resampler.rateIn() != (int) format.getSampleRate()) {
        resampler = new Resampler((int) format.getSampleRate(), rate);
      }
      return words(resampler.resample(mono(in), samples));
    } catch (UnsupportedAudioFileException e) {
      throw new IOException("it is no WAV file of plain samples", e);
    }
  }

  private static void requireKnown(AudioFormat format) throws IOException {
    int bits = format.getSampleSizeInBits();
    boolean plain =
        format.getEncoding() == Encoding.PCM_SIGNED && bits <= 32
            || format.getEncoding() == Encoding.PCM_UNSIGNED && bits == 8
            || format.getEncoding().equals(Encoding.PCM_FLOAT) && bits == 32;
    if (!plain || bits % 8 != 0) {
      throw new IOException(
          "samples must be integers of 8 to 32 bits or floats of 32, got " + format);
    }
    float rate = format.getSampleRate();
    if (!(rate >= LEAST_RATE && rate <= MOST_RATE)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it must have from %,d to %,d samples a second, got %s",
              LEAST_RATE,
              MOST_RATE,
              rate));
    }
  }

  /** As many samples, -1 to 1, as decide about what comes out. */
  private float[] mono(AudioInputStream in) throws IOException {
    AudioFormat format = in.getFormat();
    if (in.getFrameLength() < 1) {
      throw new IOException("it must have at least 1 sample");
    }
    int frames = (int) Math.min(in.getFrameLength(), resampler.needed(samples));
    byte[] read = in.readNBytes(frames * format.getFrameSize());
    if (read.length < frames * format.getFrameSize()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it ends before the %,d samples that it says it has",
              in.getFrameLength()));
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(read)
            .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    float[] mono = new float[frames];
    for (int i = 0; i < frames; i++) {
      double sum = 0;
      for (int channel = 0; channel < format.getChannels(); channel++) {
        sum += sample(bytes, format);
      }
      mono[i] = (float) (sum / format.getChannels());
    }
    return mono;
  }

  private static double sample(ByteBuffer bytes, AudioFormat format) throws IOException {
    if (format.getEncoding().equals(Encoding.PCM_FLOAT)) {
      float sample = bytes.getFloat();
      if (!Float.isFinite(sample)) {
        throw new IOException("its samples must be finite numbers, got " + sample);
      }
      return sample;
    }
    return switch (format.getSampleSizeInBits()) {
      case 8 ->
          format.getEncoding() == Encoding.PCM_UNSIGNED
              ? ((bytes.get() & 0xff) - 128) / 128.0
              : bytes.get() / 128.0;
      case 16 -> bytes.getShort() / 32_768.0;
      case 24 -> threeBytes(bytes) / 8_388_608.0;
      default -> bytes.getInt() / 2_147_483_648.0;
    };
  }

  private static int threeBytes(ByteBuffer bytes) {
    int first = bytes.get() & 0xff;
    int middle = bytes.get() & 0xff;
    int last = bytes.get() & 0xff;
    boolean bigEndian = bytes.order() == ByteOrder.BIG_ENDIAN;
    int high = bigEndian ? first : last;
    int low = bigEndian ? last : first;
    return (byte) high << 16 | middle << 8 | low;
  }

  private static byte[] words(float[] wave) {
    ByteBuffer bytes = ByteBuffer.allocate(wave.length * Short.BYTES);
    for (float sample : wave) {
      bytes.putShort((short) Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
    }
    return bytes.array();
  }
}
