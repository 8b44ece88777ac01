package lamina.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.GarmentsAndVoices;
import lamina.config.Json;
import org.jetbrains.kotlinx.dl.dataset.audio.wav.WavFile;

/** The recordings: 16-bit samples at 8 kHz, by language and split of the prompt's file name. */
final class Voices {
  private final ByteBuffer samples;
  private final List<Prompt> prompts = new ArrayList<>();

  /**
   * One recorded prompt.
   *
   * @param voice which language, from 0
   * @param name the file's name, the same in every language
   * @param start first sample
   * @param length samples
   */
  record Prompt(int voice, String name, int start, int length) {
    Split split() {
      return Split.of("prompt " + name);
    }
  }

  private Voices(PreparedFile file) {
    this.samples = file.payload();
    for (JsonNode prompt : file.header().get("prompts")) {
      prompts.add(
          new Prompt(
              prompt.get(0).asInt(),
              prompt.get(1).asText(),
              prompt.get(2).asInt(),
              prompt.get(3).asInt()));
    }
  }

  static Voices open(DataFolder folder) {
    return new Voices(PreparedFile.open(folder.voices()));
  }

  List<Prompt> prompts() {
    return prompts;
  }

  /** The prompts of a voice in a split that are long enough for a crop. */
  List<Prompt> of(Split split, int voice) {
    return prompts.stream()
        .filter(prompt -> prompt.voice() == voice && prompt.split() == split)
        .filter(prompt -> prompt.length() >= GarmentsAndVoices.CROP_SAMPLES)
        .toList();
  }

  /** A sample of the payload, -1 to 1. */
  float sample(int index) {
    return samples.getShort(index * Short.BYTES) / 32768f;
  }

  static void decode(List<Path> packages, Path target) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    ObjectNode header = Json.object();
    ArrayNode index = header.putArray("prompts");
    Path temporary = Files.createTempFile(target.toAbsolutePath().getParent(), "prompt-", ".wav");
    try {
      for (int voice = 0; voice < packages.size(); voice++) {
        int number = voice;
        Archive.readDeb(
            packages.get(voice),
            (name, content) -> {
              if (name.endsWith(".wav") && !name.contains("/silence/")) {
                Files.write(temporary, content.readAllBytes());
                int start = payload.size() / Short.BYTES;
                int length = append(temporary, payload);
                index.addArray().add(number).add(prompt(name)).add(start).add(length);
              }
            });
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    PreparedFile.write(target, packages, header, payload.toByteArray());
  }

  /** {@code ./usr/share/asterisk/sounds/en_US_f_Allison/digits/1.wav} is {@code digits/1}. */
  private static String prompt(String path) {
    String[] parts = path.split("/sounds/[^/]+/", 2);
    return parts[parts.length - 1].replaceFirst("\\.wav$", "");
  }

  private static int append(Path wave, ByteArrayOutputStream payload) throws IOException {
    try (WavFile file = new WavFile(wave.toFile(), 4096)) {
      float[] samples = file.readRemainingFrames()[0];
      ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES);
      for (float sample : samples) {
        bytes.putShort((short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
      }
      payload.writeBytes(bytes.array());
      return samples.length;
    } catch (Exception e) {
      throw new IOException(wave + " is no WAV file: " + e.getMessage(), e);
    }
  }
}
