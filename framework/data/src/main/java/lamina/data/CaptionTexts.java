package lamina.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import lamina.data.CaptionScene.Interval;

/**
 * Captions of scenes. Each wording tells all that happens, in order: how it begins, and every
 * change of the garment, of the voice, or of both at once. Some wordings are held out: no caption
 * of training or validation has them, but all of their words are in others.
 */
final class CaptionTexts {
  static final int FEWEST_REFERENCES = 3;
  static final int MOST_REFERENCES = 5;

  /** How many references of a test scene are of held-out wordings; they come first. */
  static final int HELD_OUT_REFERENCES = 2;

  private static final String GARMENT = "{garment}";
  private static final String LANGUAGE = "{language}";

  /** The parts that a caption is put together from. */
  record Wording(String beginning, String garment, String voice, String both) {
    String caption(CaptionScene scene) {
      Interval before = scene.intervals().get(0);
      StringBuilder caption = new StringBuilder(filled(beginning, before));
      for (Interval interval : scene.intervals().subList(1, scene.intervals().size())) {
        String change =
            interval.voice() == before.voice()
                ? garment
                : interval.garment() == before.garment() ? voice : both;
        caption.append(filled(change, interval));
        before = interval;
      }
      return caption.toString();
    }

    private static String filled(String template, Interval interval) {
      return template
          .replace(GARMENT, MomentTexts.GARMENTS.get(interval.garment()))
          .replace(LANGUAGE, MomentTexts.LANGUAGES.get(interval.voice()));
    }
  }

  static final List<Wording> SHARED =
      List.of(
          new Wording(
              "{garment} is shown while {language} is spoken",
              ", then {garment} is shown",
              ", then {language} is spoken",
              ", then {garment} and {language} together"),
          new Wording(
              "first we see {garment} and hear {language}",
              ", after that we see {garment}",
              ", after that we hear {language}",
              ", after that {garment} with {language}"),
          new Wording(
              "someone speaks {language} over a picture of {garment}",
              ", next the picture shows {garment}",
              ", next someone speaks {language}",
              ", next {language} over {garment}"),
          new Wording(
              "the picture shows {garment} and the voice speaks {language}",
              ", the picture changes to {garment}",
              ", the voice changes to {language}",
              ", both change to {garment} and {language}"),
          new Wording(
              "{language} is heard with {garment} on the screen",
              ", followed by {garment} on the screen",
              ", followed by a voice in {language}",
              ", followed by {garment} and {language} together"),
          new Wording(
              "it begins with {garment} and a voice in {language}",
              ", then comes {garment}",
              ", then comes a voice in {language}",
              ", then come {garment} and {language}"));

  static final List<Wording> HELD_OUT =
      List.of(
          new Wording(
              "we see {garment} while a voice speaks {language}",
              ", next comes {garment}",
              ", next the voice speaks {language}",
              ", next come {garment} and {language}"),
          new Wording(
              "first {language} is spoken over {garment}",
              ", after that the screen shows {garment}",
              ", after that {language} is heard",
              ", after that {garment} and {language}"),
          new Wording(
              "it begins with {language} and a picture of {garment}",
              ", followed by a picture of {garment}",
              ", then someone is heard in {language}",
              ", followed by {garment} with {language}"));

  private CaptionTexts() {}

  /** Three to five captions of a scene, no two of one wording. */
  static List<String> references(CaptionScene scene, Split split, SplittableRandom random) {
    int count = random.nextInt(FEWEST_REFERENCES, MOST_REFERENCES + 1);
    int heldOut = split == Split.TEST ? HELD_OUT_REFERENCES : 0;
    List<Wording> wordings = new ArrayList<>(drawn(HELD_OUT, heldOut, random));
    wordings.addAll(drawn(SHARED, count - heldOut, random));
    return wordings.stream().map(wording -> wording.caption(scene)).toList();
  }

  private static List<Wording> drawn(List<Wording> wordings, int count, SplittableRandom random) {
    List<Wording> left = new ArrayList<>(wordings);
    for (int i = 0; i < count; i++) {
      Collections.swap(left, i, random.nextInt(i, left.size()));
    }
    return left.subList(0, count);
  }
}
