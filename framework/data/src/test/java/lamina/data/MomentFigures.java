package lamina.data;

import static lamina.config.GarmentMoments.IMAGE_FEATURES;
import static lamina.config.GarmentMoments.MEL_BANDS;
import static lamina.config.MomentsData.CLIPS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import lamina.config.GarmentMoments;

/**
 * How far a linear model gets on single clips of the composed videos: the figures of the data card.
 */
final class MomentFigures {
  private static final int EVERY = 4;

  private MomentFigures() {}

  /** One clip: what is there, and how it looks and sounds. */
  private record Clip(int garment, int voice, float[] picture, float[] sound) {}

  public static void main(String[] args) {
    GarmentMoments data =
        new GarmentMoments(
            Integer.parseInt(args[0]),
            100,
            200,
            Double.parseDouble(args[1]),
            Double.parseDouble(args[2]),
            0);
    long start = System.nanoTime();
    List<Clip> train = clips(data, Split.TRAIN, data.trainQueries());
    List<Clip> validation = clips(data, Split.VALIDATION, data.validationQueries());
    List<Clip> test = clips(data, Split.TEST, data.testQueries());
    System.out.printf("composed in %.1f s%n", (System.nanoTime() - start) / 1e9);
    describe("pixels", train, clip -> clip.picture(), 0, IMAGE_FEATURES);
    describe("levels of bands", train, clip -> clip.sound(), 0, MEL_BANDS);
    describe("spreads of bands", train, clip -> clip.sound(), MEL_BANDS, 2 * MEL_BANDS);
    System.out.printf(
        "garment from the picture  %.1f %% of %d test clips%n",
        100 * LogisticRegression.accuracy(garments(train), garments(validation), garments(test)),
        test.size());
    System.out.printf(
        "language from the sound   %.1f %%%n",
        100 * LogisticRegression.accuracy(voices(train), voices(validation), voices(test)));
    reportBlind(data);
  }

  /** What a guess that never reads the query gets. */
  private static void reportBlind(GarmentMoments data) {
    DataFolder folder = DataFolder.ofThisMachine();
    MomentComposer composer =
        new MomentComposer(data, Split.TRAIN, Garments.open(folder), Voices.open(folder));
    int shown = 0;
    int heard = 0;
    for (int i = 0; i < data.trainQueries(); i++) {
      MomentComposer.Plan plan = composer.plan(i);
      shown += most(plan.tracks().garments()) == plan.garment() ? 1 : 0;
      heard += most(plan.tracks().voices()) == plan.voice() ? 1 : 0;
    }
    System.out.printf(
        "the query names the garment shown most in %.1f %% of training videos, the language heard most in %.1f %%%n",
        100.0 * shown / data.trainQueries(), 100.0 * heard / data.trainQueries());
  }

  private static int most(int[] track) {
    int[] counts = new int[Arrays.stream(track).max().orElseThrow() + 1];
    Arrays.stream(track).forEach(one -> counts[one]++);
    int most = 0;
    for (int one = 1; one < counts.length; one++) {
      most = counts[one] > counts[most] ? one : most;
    }
    return most;
  }

  private static List<Clip> clips(GarmentMoments data, Split split, int count) {
    DataFolder folder = DataFolder.ofThisMachine();
    MomentComposer composer =
        new MomentComposer(data, split, Garments.open(folder), Voices.open(folder));
    List<Clip> clips = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MomentComposer.Plan plan = composer.plan(i);
      float[] video = composer.video(plan);
      for (int clip = i % EVERY; clip < CLIPS; clip += EVERY) {
        int at = clip * data.videoFeatures();
        int sound = at + IMAGE_FEATURES;
        clips.add(
            new Clip(
                plan.tracks().garments()[clip],
                plan.tracks().voices()[clip],
                Arrays.copyOfRange(video, at, sound),
                Arrays.copyOfRange(video, sound, sound + 2 * MEL_BANDS)));
      }
    }
    return clips;
  }

  private static LogisticRegression.Labelled garments(List<Clip> clips) {
    return new LogisticRegression.Labelled(
        i -> clips.get(i).picture(), clips.stream().mapToInt(Clip::garment).toArray());
  }

  private static LogisticRegression.Labelled voices(List<Clip> clips) {
    return new LogisticRegression.Labelled(
        i -> clips.get(i).sound(), clips.stream().mapToInt(Clip::voice).toArray());
  }

  private static void describe(
      String name, List<Clip> clips, Function<Clip, float[]> features, int from, int to) {
    double sum = 0;
    double squares = 0;
    for (Clip clip : clips) {
      for (int i = from; i < to; i++) {
        double value = features.apply(clip)[i];
        sum += value;
        squares += value * value;
      }
    }
    double count = (double) clips.size() * (to - from);
    double mean = sum / count;
    System.out.printf(
        "%-16s  mean %.2f, standard deviation %.2f%n",
        name, mean, Math.sqrt(squares / count - mean * mean));
  }
}
