package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import lamina.config.AudiovisualEncoders;
import lamina.config.GarmentCaptions;
import lamina.config.GarmentMoments;
import lamina.config.GarmentsAndVoices;
import lamina.config.ImagesAndSounds;
import lamina.config.MelSpectrogram;
import lamina.config.Patches;
import lamina.data.captions.CaptionSplit;
import lamina.data.captions.GarmentCaptionsSplit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real data, fetched where they are not there yet. */
@Tag("full")
class RealDataTest {
  private static final DataFolder FOLDER = DataFolder.ofThisMachine();

  @Test
  void composedExamplesAreTheSameBitsOnEveryMachine() throws Exception {
    new Fetch(FOLDER, line -> {}).run();
    List<String> hashes = new ArrayList<>();
    for (Split split : Split.values()) {
      GarmentsAndVoices data = new GarmentsAndVoices(40, 40, 40, 0.2, 20, 500, 0);
      AudiovisualEncoders encoders =
          new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20));
      Examples examples = Examples.of(data, encoders, split, FOLDER);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes(examples.image()));
      digest.update(bytes(examples.audio()));
      hashes.add(HexFormat.of().formatHex(digest.digest()));
    }
    assertThat(hashes)
        .containsExactly(
            "21c22d24d5cc85ad6768ddd7d1a593a418a9e6b669877da91136b2782c2d72de",
            "285fdf1cb7dc8d653aa997d62486e47724353edbacd6e2e36b45801c6eb4cb77",
            "a3b0032a80ce25506d959c9552e4e736150858f91618b7cd426337ecaafc6ede");
  }

  @Test
  void composedVideosAreTheSameBitsOnEveryMachine() throws Exception {
    new Fetch(FOLDER, line -> {}).run();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    GarmentMoments data = new GarmentMoments(10, 10, 10, 0.5, 18, 0);
    for (Split split : Split.values()) {
      for (ComposedMoments one : ComposedMoments.of(data, split, FOLDER)) {
        digest.update(one.truth().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(bytes(one.video()));
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("b9406398db3a8c2b72081473f5195f83472dbda17e769b0c49d0fb78a08fc58d");
  }

  @Test
  void composedScenesAreTheSameBitsOnEveryMachine() throws Exception {
    new Fetch(FOLDER, line -> {}).run();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    GarmentCaptions data = new GarmentCaptions(10, 10, 10, new ImagesAndSounds(), 0.25, 26, 0);
    for (Split split : Split.values()) {
      CaptionSplit scenes = GarmentCaptionsSplit.compose(data, split, FOLDER);
      for (int i = 0; i < scenes.size(); i++) {
        digest.update(scenes.references(i).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(bytes(scenes.features(i).video()));
        digest.update(bytes(scenes.features(i).audio()));
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("655d76aee97a2428fb15b08c1157be4196c0076a9f7bd0f034ba2935eb843a73");
  }

  @Test
  void pixelsOfTheTrainingPartHaveTheMeanAndDeviationThatTheyAreBroughtBy() {
    new Fetch(FOLDER, line -> {}).run();
    Garments garments = Garments.open(FOLDER);
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (int c = 0; c < GarmentsAndVoices.CLASSES; c++) {
      for (int picture : garments.of(Split.TRAIN, c)) {
        for (float pixel : garments.pixels(picture)) {
          sum += pixel;
          squares += (double) pixel * pixel;
          count++;
        }
      }
    }
    double mean = sum / count;
    assertThat(mean).isCloseTo(GarmentDraw.PIXEL_MEAN, within(5e-4));
    assertThat(Math.sqrt(squares / count - mean * mean))
        .isCloseTo(GarmentDraw.PIXEL_DEVIATION, within(5e-4));
  }

  @Test
  void everyClassAndVoiceIsInEverySplit() {
    new Fetch(FOLDER, line -> {}).run();
    Garments garments = Garments.open(FOLDER);
    Voices voices = Voices.open(FOLDER);
    int pictures = 0;
    for (Split split : Split.values()) {
      for (int c = 0; c < GarmentsAndVoices.CLASSES; c++) {
        assertThat(garments.of(split, c)).hasSizeGreaterThan(900);
        pictures += garments.of(split, c).length;
      }
      for (int voice = 0; voice < Source.LANGUAGES.size(); voice++) {
        assertThat(voices.of(split, voice)).hasSizeGreaterThan(40);
      }
    }
    assertThat(pictures).isEqualTo(69_946);
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
