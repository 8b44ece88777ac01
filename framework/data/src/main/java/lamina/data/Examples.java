package lamina.data;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import lamina.config.AudiovisualEncoders;
import lamina.config.ClassificationData;
import lamina.config.Encoders;
import lamina.config.GarmentPictures;
import lamina.config.GarmentsAndVoices;
import lamina.config.ImageEncoder;
import lamina.config.LabelledFiles;
import lamina.config.Modality;
import lamina.config.PictureEncoders;

/**
 * The examples of a split as encoders see them.
 *
 * @param image features of image tokens, (count, imageTokens, features) row by row
 * @param imageTokens tokens of an image
 * @param audio features of audio tokens, (count, audioTokens, features) row by row; empty where
 *     there is no sound
 * @param audioTokens tokens of a waveform; 0 where there is none
 * @param labels one an example, from 0
 */
public record Examples(
    float[] image, int imageTokens, float[] audio, int audioTokens, int[] labels) {

  private static final Map<Key, Examples> CACHE = new ConcurrentHashMap<>();

  private record Key(DataFolder folder, ClassificationData data, Encoders encoders, Split split) {}

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
        garments -> MomentTexts.GARMENTS,
        files -> LabelledSet.open(files, folder).classes(),
        pictures -> MomentTexts.GARMENTS,
        images -> ImageIndex.open(images, folder).classes());
  }

  /**
   * Makes a split; the same split is made once a process.
   *
   * @throws DataException when the data are not in the folder
   */
  public static Examples of(
      ClassificationData data, Encoders encoders, Split split, DataFolder folder) {
    return CACHE.computeIfAbsent(new Key(folder, data, encoders, split), Examples::make);
  }

  /** What encoders need to know of raw examples. */
  private record Signals(int side, double mean, double deviation, int samples, int rate) {}

  private static Examples make(Key key) {
    return key.data()
        .fold(
            garments -> composed(garments, key),
            files -> prepared(files, key),
            pictures -> drawn(pictures, key),
            folder -> {
              throw new IllegalArgumentException("pictures of a folder are not held in memory");
            });
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
    return encoded(audiovisual(key), signals, count, examples::get);
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
    return encoded(audiovisual(key), signals, count, i -> set.example(key.split(), i));
  }

  private static AudiovisualEncoders audiovisual(Key key) {
    return key.encoders().as(AudiovisualEncoders.class, "pictures with sound");
  }

  private static PatchFeatures patches(
      ImageEncoder encoder, int side, double mean, double deviation) {
    return encoder.fold(
        p -> new PatchFeatures(p, side, new double[] {mean}, new double[] {deviation}));
  }

  private static Examples drawn(GarmentPictures data, Key key) {
    Garments garments = Garments.open(key.folder());
    int[] pictures = new GarmentDraw(garments, data).of(key.split());
    Modality form = data.modalities(key.encoders()).get(0);
    ImageEncoder encoder = key.encoders().as(PictureEncoders.class, "pictures").picture();
    PatchFeatures patches =
        patches(encoder, Garments.SIDE, GarmentDraw.PIXEL_MEAN, GarmentDraw.PIXEL_DEVIATION);
    int size = form.tokens() * form.features();
    float[] image = new float[Math.multiplyExact(pictures.length, size)];
    int[] labels = new int[pictures.length];
    for (int i = 0; i < pictures.length; i++) {
      patches.write(garments.pixels(pictures[i]), image, i * size);
      labels[i] = GarmentDraw.label(i);
    }
    return new Examples(image, form.tokens(), new float[0], 0, labels);
  }

  private static Examples encoded(
      AudiovisualEncoders encoders, Signals signals, int count, IntFunction<RawExample> examples) {
    int imageTokens = encoders.image().tokens(signals.side());
    int audioTokens = encoders.audio().tokens(signals.samples(), signals.rate());
    int imageSize = imageTokens * encoders.image().features(1);
    int audioSize = audioTokens * encoders.audio().features();
    PatchFeatures patches =
        patches(encoders.image(), signals.side(), signals.mean(), signals.deviation());
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
