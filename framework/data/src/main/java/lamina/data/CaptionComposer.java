package lamina.data;

import static lamina.config.GarmentCaptions.PICTURE_SIDE;
import static lamina.config.GarmentCaptions.SOUND_FEATURES;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import lamina.config.GarmentCaptions;
import lamina.config.GarmentsAndVoices;
import lamina.config.Randomness;

/**
 * Composes scenes with captions. Each is a pure function of the configuration's noise and seed, the
 * split and its index: a smaller set is the start of a larger one. A clip is one of the same and
 * its place, whichever others are looked at.
 */
final class CaptionComposer {
  private static final int PIXELS = PICTURE_SIDE * PICTURE_SIDE;

  private final GarmentCaptions config;
  private final Split split;
  private final Garments garments;
  private final Voices voices;
  private final List<List<Voices.Prompt>> prompts = new ArrayList<>();
  private final ClipFeatures features;

  CaptionComposer(GarmentCaptions config, Split split, Garments garments, Voices voices) {
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
   * A scene before anything is seen or heard.
   *
   * @param index its place in the split
   */
  record Plan(int index, String id, CaptionScene scene, List<String> references) {}

  /** Plans one. The garments and languages that must be in its tracks take turns. */
  Plan plan(int index) {
    int garment = index % GarmentsAndVoices.CLASSES;
    int voice = index / GarmentsAndVoices.CLASSES % Source.LANGUAGES.size();
    CaptionScene scene = CaptionScene.draw(garment, voice, random("scene", index));
    return new Plan(
        index,
        "garment-captions-%s-%06d".formatted(split.name().toLowerCase(Locale.ROOT), index),
        scene,
        CaptionTexts.references(scene, split, random("references", index)));
  }

  private SplittableRandom random(String purpose, int index) {
    return Randomness.source(
        config.compositionSeed(), "captions " + purpose + " " + split + " " + index);
  }

  /** Some clips of a scene: pictures (clips, 196) and sounds (clips, 64), row by row. */
  ComposedCaptions compose(Plan plan, int[] clips) {
    float[] pictures = new float[clips.length * PIXELS];
    float[] sounds = new float[clips.length * SOUND_FEATURES];
    for (int i = 0; i < clips.length; i++) {
      CaptionScene.Interval there = plan.scene().at(clips[i]);
      SplittableRandom random = random("clip " + clips[i], plan.index());
      double level = random.nextDouble();
      int picture = picture(there.garment(), plan.scene().shownSince(clips[i]), plan.index());
      features.picture(picture, level, random, pictures, i * PIXELS);
      float[] crop = Crops.drawEven(voices, prompts.get(there.voice()), random);
      features.sound(crop, level, random, sounds, i * SOUND_FEATURES);
    }
    return new ComposedCaptions(plan.id(), plan.references(), pictures, sounds);
  }

  private int picture(int garment, int since, int index) {
    int[] pictures = garments.of(split, garment);
    return pictures[random("photograph " + since, index).nextInt(pictures.length)];
  }
}
