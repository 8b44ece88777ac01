package lamina.data;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import lamina.config.AudiovisualEncoders;
import lamina.config.ClassificationData;
import lamina.config.GarmentsAndVoices;
import lamina.config.LabelledFiles;

/**
 * The examples of a split as encoders see them.
 *
 * @param image features of image tokens, (count, imageTokens, features) row by row
 * @param imageTokens tokens of an image
 * @param audio features of audio tokens, (count, audioTokens, features) row by row
 * @param audioTokens tokens of a waveform
 * @param labels one an example, from 0
 */
public record Examples(
    float[] image, int imageTokens, float[] audio, int audioTokens, int[] labels) {

  private static final Map<Key, Examples> CACHE = new ConcurrentHashMap<>();

  private record Key(
      DataFolder folder, ClassificationData data, AudiovisualEncoders encoders, Split split) {}

  public int count() {
    return labels.length;
  }

  /**
   * What labels stand for, e.g. {@code an ankle boot}, in the order of their numbers.
   *
   * @throws DataException when the data are not in the folder
   */
  public static List<String> classes(ClassificationData data, DataFolder folder) {
    return data.fold(
        garments -> MomentTexts.GARMENTS, files -> LabelledSet.open(files, folder).classes());
  }

  /**
   * Makes a split; the same split is made once a process.
   *
   * @throws DataException when the data are not in the folder
   */
  public static Examples of(
      ClassificationData data, AudiovisualEncoders encoders, Split split, DataFolder folder) {
    return CACHE.computeIfAbsent(new Key(folder, data, encoders, split), Examples::make);
  }

  /** What encoders need to know of raw examples. */
  private record Signals(int side, double mean, double deviation, int samples, int rate) {}

  private static Examples make(Key key) {
    return key.data().fold(garments -> composed(garments, key), files -> prepared(files, key));
  }

  private static Examples composed(GarmentsAndVoices data, Key key) {
    int count =
        switch (key.split()) {
          case TRAIN -> data.trainExamples();
          case VALIDATION -> data.validationExamples();
          case TEST -> data.testExamples();
        };
    Composer composer = new Composer(data, Garments.open(key.folder()), Voices.open(key.folder()));
    List<RawExample> examples = composer.compose(key.split(), count);
    Signals signals =
        new Signals(
            GarmentsAndVoices.CANVAS_SIDE,
            Composer.PIXEL_MEAN,
            composer.pixelDeviation(),
            data.audioSamples(),
            GarmentsAndVoices.SAMPLE_RATE);
    return encoded(key.encoders(), signals, count, examples::get);
  }

  private static Examples prepared(LabelledFiles data, Key key) {
    LabelledSet set = LabelledSet.open(data, key.folder());
    Signals signals =
        new Signals(
            data.imageSide(),
            set.pixelMean(),
            set.pixelDeviation(),
            data.audioSamples(),
            data.sampleRate());
    int count = Math.min(set.size(key.split()), data.mostExamples());
    return encoded(key.encoders(), signals, count, i -> set.example(key.split(), i));
  }

  private static Examples encoded(
      AudiovisualEncoders encoders, Signals signals, int count, IntFunction<RawExample> examples) {
    int imageTokens = encoders.image().tokens(signals.side());
    int audioTokens = encoders.audio().tokens(signals.samples(), signals.rate());
    int imageSize = imageTokens * encoders.image().features();
    int audioSize = audioTokens * encoders.audio().features();
    PatchFeatures patches =
        encoders
            .image()
            .fold(p -> new PatchFeatures(p, signals.side(), signals.mean(), signals.deviation()));
    MelFeatures mel = encoders.audio().fold(m -> new MelFeatures(m, signals.rate()));
    float[] image = new float[Math.multiplyExact(count, imageSize)];
    float[] audio = new float[Math.multiplyExact(count, audioSize)];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      RawExample example = examples.apply(i);
      patches.write(example.image(), image, i * imageSize);
      mel.write(example.wave(), audio, i * audioSize);
      labels[i] = example.label();
    }
    return new Examples(image, imageTokens, audio, audioTokens, labels);
  }
}
