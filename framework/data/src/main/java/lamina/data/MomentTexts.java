package lamina.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Every text that a query of garments and voices can have. Training and validation share their
 * templates; the test has templates of its own, so no test query is worded as one seen before.
 */
final class MomentTexts {
  /** The garments with their articles, in the order of the classes. */
  static final List<String> GARMENTS =
      List.of(
          "a t-shirt",
          "a pair of trousers",
          "a pullover",
          "a dress",
          "a coat",
          "a sandal",
          "a shirt",
          "a sneaker",
          "a bag",
          "an ankle boot");

  /** The languages of {@link Source#LANGUAGES} in words. */
  static final List<String> LANGUAGES =
      List.of("English", "Spanish", "French", "Italian", "Russian");

  private static final String GARMENT = "{garment}";
  private static final String LANGUAGE = "{language}";

  private static final List<String> SEEN =
      List.of(
          "{garment} is shown while {language} is spoken",
          "someone speaks {language} and {garment} can be seen",
          "{garment} appears as a voice speaks {language}",
          "{language} is heard over a picture of {garment}",
          "the picture shows {garment}, the sound is {language}",
          "{garment} on the screen with {language} speech",
          "we hear {language} and see {garment}");

  private static final List<String> HELD_OUT =
      List.of(
          "while {garment} is on view, somebody talks in {language}",
          "a {language} voice accompanies the photograph of {garment}",
          "spoken {language} together with {garment}");

  private MomentTexts() {}

  /** The templates of a split. */
  static List<String> templates(Split split) {
    return split == Split.TEST ? HELD_OUT : SEEN;
  }

  static String text(String template, int garment, int voice) {
    return template.replace(GARMENT, GARMENTS.get(garment)).replace(LANGUAGE, LANGUAGES.get(voice));
  }

  /** All of them, those of training and validation first. */
  static List<String> all() {
    List<String> texts = new ArrayList<>();
    for (List<String> templates : List.of(SEEN, HELD_OUT)) {
      for (String template : templates) {
        for (int garment = 0; garment < GARMENTS.size(); garment++) {
          for (int voice = 0; voice < LANGUAGES.size(); voice++) {
            texts.add(text(template, garment, voice));
          }
        }
      }
    }
    return texts;
  }
}
