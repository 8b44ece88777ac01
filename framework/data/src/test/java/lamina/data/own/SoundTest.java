package lamina.data.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import lamina.data.own.OwnFiles.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundTest {
  private static final Form PLAIN = new Form(8000, 1, 16, OwnFiles.PCM);

  @TempDir Path temporary;

  @Test
  void samplesOfTheSameRateStayAsTheyAreAndSilenceFollows() throws IOException {
    Path file = wav(PLAIN, 5, t -> (t - 2) / 4.0);
    assertThat(read(file, 8000, 8)).containsExactly(-16384, -8192, 0, 8192, 16384, 0, 0, 0);
    assertThat(read(file, 8000, 3)).containsExactly(-16384, -8192, 0);
  }

  @ParameterizedTest
  @CsvSource({"8,1", "16,1", "24,1", "32,1", "32,3"})
  void everyKindOfSampleIsRead(int bits, int code) throws IOException {
    Path file = wav(new Form(8000, 1, bits, code), 9, t -> (t - 4) / 8.0);
    assertThat(read(file, 8000, 9))
        .containsExactly(-16384, -12288, -8192, -4096, 0, 4096, 8192, 12288, 16384);
  }

  @Test
  void theLoudestSamplesFit() throws IOException {
    Path file =
        OwnFiles.wav(
            temporary.resolve("loud.wav"),
            new Form(8000, 1, 32, OwnFiles.FLOAT),
            new double[] {1, -1, 2, -2});
    assertThat(read(file, 8000, 4)).containsExactly(32767, -32768, 32767, -32768);
  }

  @Test
  void channelsAreAveraged() throws IOException {
    Path file =
        OwnFiles.wav(
            temporary.resolve("stereo.wav"),
            new Form(8000, 2, 16, OwnFiles.PCM),
            new double[] {0.5, 0.5, -0.25},
            new double[] {0.25, -0.5, -0.25});
    assertThat(read(file, 8000, 3)).containsExactly(12288, 0, -8192);
  }

  @ParameterizedTest
  @CsvSource({"44100,8000", "8000,44100", "22050,16000", "48000,8000", "11025,8000"})
  void aToneThatBothRatesHoldIsTheSameTone(int from, int to) throws IOException {
    int samples = to / 2;
    Path file = wav(new Form(from, 1, 16, OwnFiles.PCM), from / 2, tone(1000, from));
    int[] resampled = read(file, to, samples);
    for (int t = samples / 10; t < samples * 9 / 10; t++) {
      assertThat(resampled[t] / 32768.0)
          .isCloseTo(0.5 * Math.sin(2 * Math.PI * 1000 * t / to), within(2e-3));
    }
  }

  @ParameterizedTest
  @CsvSource({"44100,5000", "44100,12000", "16000,7000"})
  void aToneOverHalfTheLowerRateDoesNotFoldBack(int from, int hertz) throws IOException {
    Path file = wav(new Form(from, 1, 16, OwnFiles.PCM), from / 2, tone(hertz, from));
    int[] resampled = read(file, 8000, 4000);
    for (int t = 400; t < 3600; t++) {
      assertThat(resampled[t] / 32768.0).isCloseTo(0, within(2e-3));
    }
  }

  @Test
  void theStartOfALongSoundDoesNotDependOnItsLength() throws IOException {
    Form form = new Form(44_100, 2, 16, OwnFiles.PCM);
    int[] whole = read(wav(form, 30_000, tone(700, 44_100)), 8000, 4000);
    assertThat(read(wav(form, 90_000, tone(700, 44_100)), 8000, 4000)).isEqualTo(whole);
  }

  @Test
  void whatIsNoPlainWavFileIsRefused() throws IOException {
    refused(Files.writeString(temporary.resolve("text.wav"), "no sound at all"), "it is no WAV");
    refused(wav(new Form(8000, 1, 8, 7), 10, t -> 0), "samples must be integers");
    refused(wav(PLAIN, 0, t -> 0), "it must have at least 1 sample");
    refused(wav(new Form(500, 1, 16, 1), 10, t -> 0), "it must have from");
    refused(
        wav(new Form(8000, 1, 32, OwnFiles.FLOAT), 10, t -> Double.NaN),
        "its samples must be finite numbers, got NaN");
    byte[] whole = Files.readAllBytes(wav(PLAIN, 100, t -> 0));
    Path cut = Files.write(temporary.resolve("cut.wav"), Arrays.copyOf(whole, 60));
    refused(cut, "it ends before the 100 samples that it says it has");
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> new Sound(8000, 100).read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(why);
  }

  private static java.util.function.IntToDoubleFunction tone(int hertz, int rate) {
    return t -> 0.5 * Math.sin(2 * Math.PI * hertz * t / rate);
  }

  private Path wav(Form form, int frames, java.util.function.IntToDoubleFunction wave)
      throws IOException {
    return OwnFiles.wav(temporary.resolve("sound.wav"), form, frames, wave);
  }

  private static int[] read(Path file, int rate, int samples) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(new Sound(rate, samples).read(file));
    int[] wave = new int[samples];
    for (int i = 0; i < samples; i++) {
      wave[i] = bytes.getShort();
    }
    return wave;
  }
}
