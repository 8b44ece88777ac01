package lamina.data;

import static lamina.config.GarmentMoments.IMAGE_FEATURES;
import static lamina.config.GarmentMoments.MEL_BANDS;
import static lamina.config.MomentsData.CLIPS;
import static lamina.config.MomentsData.CLIP_SECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import lamina.config.GarmentMoments;
import lamina.config.GarmentsAndVoices;
import lamina.config.Randomness;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruth.Window;

/**
 * Composes videos with queries. Each is a pure function of the configuration's noise and seed, the
 * split and its index: a smaller set is the start of a larger one.
 */
final class MomentComposer {
  private static final long QUERIES_A_SPLIT = 1_000_000;

  /** Saliency goes from 0 to 4. */
  private static final int GRADES = 5;

  private static final int RATERS = 3;

  private final GarmentMoments config;
  private final Garments garments;
  private final Split split;
  private final Voices voices;
  private final List<List<Voices.Prompt>> prompts = new ArrayList<>();
  private final ClipFeatures features;

  MomentComposer(GarmentMoments config, Split split, Garments garments, Voices voices) {
    this.config = config;
    this.split = split;
    this.garments = garments;
    this.voices = voices;
    this.features = new ClipFeatures(config.imageNoise(), config.audioSnrDecibels(), garments);
    for (int voice = 0; voice < Source.LANGUAGES.size(); voice++) {
      prompts.add(voices.of(split, voice));
    }
  }

  /**
   * A video and its query before anything is seen or heard.
   *
   * @param index its place in the split
   * @param garment what the query names
   * @param voice the language it names
   * @param tracks what is there in each clip
   * @param levels noise of each clip, 0 for least and 1 for most
   * @param truth the query, its windows, and the saliency of their clips
   */
  record Plan(
      int index, int garment, int voice, MomentTracks tracks, double[] levels, GroundTruth truth) {}

  /** Plans one; garments and languages take turns. */
  Plan plan(int index) {
    int garment = index % GarmentsAndVoices.CLASSES;
    int voice = index / GarmentsAndVoices.CLASSES % Source.LANGUAGES.size();
    SplittableRandom random = random("query", index);
    List<String> templates = MomentTexts.templates(split);
    String query =
        MomentTexts.text(templates.get(random.nextInt(templates.size())), garment, voice);
    MomentTracks tracks = MomentTracks.of(garment, voice, random);
    double[] levels = new double[CLIPS];
    for (int clip = 0; clip < CLIPS; clip++) {
      levels[clip] = random.nextDouble();
    }
    GroundTruth truth = truth(index, query, tracks.moments(garment, voice), levels, random);
    return new Plan(index, garment, voice, tracks, levels, truth);
  }

  private SplittableRandom random(String purpose, int index) {
    return Randomness.source(
        config.compositionSeed(), "moments " + purpose + " " + split + " " + index);
  }

  private GroundTruth truth(
      int index, String query, boolean[] moments, double[] levels, SplittableRandom random) {
    List<Window> windows = new ArrayList<>();
    List<Integer> clips = new ArrayList<>();
    List<List<Integer>> saliency = new ArrayList<>();
    int start = 0;
    for (int clip = 0; clip < CLIPS; clip++) {
      if (!moments[clip]) {
        continue;
      }
      if (clip == 0 || !moments[clip - 1]) {
        start = clip;
      }
      if (clip + 1 == CLIPS || !moments[clip + 1]) {
        windows.add(new Window(start * CLIP_SECONDS, (clip + 1) * CLIP_SECONDS));
      }
      clips.add(clip);
      saliency.add(saliency(levels[clip], random));
    }
    return new GroundTruth(
        split.ordinal() * QUERIES_A_SPLIT + index,
        query,
        CLIPS * CLIP_SECONDS,
        "garment-moments-%s-%06d".formatted(split.name().toLowerCase(Locale.ROOT), index),
        List.copyOf(windows),
        List.copyOf(clips),
        List.copyOf(saliency));
  }

  /** Derived from the noise, not human: 4 for the quietest fifth; raters differ by at most one. */
  private static List<Integer> saliency(double level, SplittableRandom random) {
    int grade = GRADES - 1 - (int) (level * GRADES);
    List<Integer> raters = new ArrayList<>();
    for (int rater = 0; rater < RATERS; rater++) {
      raters.add(Math.max(0, Math.min(GRADES - 1, grade + random.nextInt(-1, 2))));
    }
    return List.copyOf(raters);
  }

  /** Features of its clips, (CLIPS, videoFeatures) row by row. */
  float[] video(Plan plan) {
    SplittableRandom random = random("clips", plan.index());
    MomentTracks tracks = plan.tracks();
    int width = config.videoFeatures();
    float[] video = new float[CLIPS * width];
    int picture = 0;
    for (int clip = 0; clip < CLIPS; clip++) {
      if (tracks.starts()[clip]) {
        int[] pictures = garments.of(split, tracks.garments()[clip]);
        picture = pictures[random.nextInt(pictures.length)];
      }
      int at = clip * width;
      features.picture(picture, plan.levels()[clip], random, video, at);
      float[] crop = Crops.drawEven(voices, prompts.get(tracks.voices()[clip]), random);
      features.sound(crop, plan.levels()[clip], random, video, at + IMAGE_FEATURES);
      int ends = at + IMAGE_FEATURES + 2 * MEL_BANDS;
      video[ends] = (float) clip / CLIPS;
      video[ends + 1] = (float) (clip + 1) / CLIPS;
    }
    return video;
  }
}
