package lamina.data;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lamina.config.AudiovisualEncoders;
import lamina.config.GarmentsAndVoices;

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
      DataFolder folder, GarmentsAndVoices data, AudiovisualEncoders encoders, Split split) {}

  public int count() {
    return labels.length;
  }

  /** What a label stands for, e.g. {@code an ankle boot}. */
  public static String name(int label) {
    return MomentTexts.GARMENTS.get(label);
  }

  /**
   * Composes a split; the same split is composed once a process.
   *
   * @throws DataException when the data have not been fetched
   */
  public static Examples of(
      GarmentsAndVoices data, AudiovisualEncoders encoders, Split split, DataFolder folder) {
    return CACHE.computeIfAbsent(new Key(folder, data, encoders, split), Examples::compose);
  }

  private static Examples compose(Key key) {
    GarmentsAndVoices data = key.data();
    int count =
        switch (key.split()) {
          case TRAIN -> data.trainExamples();
          case VALIDATION -> data.validationExamples();
          case TEST -> data.testExamples();
        };
    List<Composer.Composed> composed =
        new Composer(data, Garments.open(key.folder()), Voices.open(key.folder()))
            .compose(key.split(), count);
    AudiovisualEncoders encoders = key.encoders();
    int imageTokens = encoders.image().tokens(GarmentsAndVoices.CANVAS_SIDE);
    int audioTokens = encoders.audio().tokens(data.audioSamples(), GarmentsAndVoices.SAMPLE_RATE);
    int imageSize = imageTokens * encoders.image().features();
    int audioSize = audioTokens * encoders.audio().features();
    PatchFeatures patches = encoders.image().fold(p -> new PatchFeatures(p, data.imageNoise()));
    MelFeatures mel = encoders.audio().fold(MelFeatures::new);
    float[] image = new float[count * imageSize];
    float[] audio = new float[count * audioSize];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      patches.write(composed.get(i).canvas(), image, i * imageSize);
      mel.write(composed.get(i).wave(), audio, i * audioSize);
      labels[i] = composed.get(i).label();
    }
    return new Examples(image, imageTokens, audio, audioTokens, labels);
  }
}
