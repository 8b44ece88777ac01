package lamina.metric.captions;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lamina.config.ConfigException;
import lamina.config.Json;

/** Files of captions: a JSON object, in UTF-8, that has a list of texts for each id. */
public final class CaptionFiles {
  private static final ObjectReader TREES = new JsonMapper().reader();
  private static final int LONGEST_SHOWN = 60;
  private static final int MOST_NAMED = 5;

  private CaptionFiles() {}

  /**
   * Reads both files.
   *
   * @param references at least one a id
   * @param candidates one a id, in any order
   * @return in the order of the references
   * @throws ConfigException naming the file, the id, the rule and the value where one is broken, or
   *     the ids that are in one file only
   * @throws IOException where a file cannot be read
   */
  public static List<Captioned> read(Path references, Path candidates) throws IOException {
    Map<String, List<String>> truth = captions(references);
    Map<String, List<String>> generated = captions(candidates);
    requireSameIds(truth.keySet(), references, generated.keySet(), candidates);
    List<Captioned> items = new ArrayList<>();
    truth.forEach(
        (id, texts) -> {
          List<String> candidate = generated.get(id);
          require(!texts.isEmpty(), references, id, "hold at least 1 reference", texts);
          require(candidate.size() == 1, candidates, id, "hold 1 candidate", candidate);
          items.add(new Captioned(id, texts, candidate.get(0)));
        });
    return items;
  }

  private static Map<String, List<String>> captions(Path file) throws IOException {
    Map<String, List<String>> captions = new LinkedHashMap<>();
    // field by field: a tree would keep the last of two equal ids and say nothing
    try (JsonParser parser = TREES.getFactory().createParser(decoded(file))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ConfigException(file + ": must be a JSON object of lists of texts");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String id = parser.currentName();
        parser.nextToken();
        JsonNode texts = TREES.readTree(parser);
        if (captions.put(id, texts(texts, file, id)) != null) {
          throw new ConfigException(file + ": id '" + id + "' must be there once, got it twice");
        }
      }
      if (parser.nextToken() != null) {
        throw new ConfigException(file + ": must be one JSON object, got more after it");
      }
    } catch (JacksonException e) {
      throw new ConfigException(
          file + ":" + e.getLocation().getLineNr() + ": not JSON: " + e.getOriginalMessage(), e);
    }
    if (captions.isEmpty()) {
      throw new ConfigException(file + ": must hold at least 1 id, got none");
    }
    return captions;
  }

  private static List<String> texts(JsonNode node, Path file, String id) {
    require(node.isArray(), file, id, "be a list of texts", node);
    List<String> texts = new ArrayList<>();
    for (JsonNode text : node) {
      require(text.isTextual(), file, id, "hold texts", text);
      texts.add(text.textValue());
    }
    return texts;
  }

  private static String decoded(Path file) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": must be UTF-8, got other bytes", e);
    }
  }

  private static void requireSameIds(
      Set<String> references, Path referenceFile, Set<String> candidates, Path candidateFile) {
    String missing = without(references, candidates);
    String unknown = without(candidates, references);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new ConfigException(
          candidateFile
              + ": ids must be those of "
              + referenceFile
              + ", got"
              + (missing.isEmpty() ? "" : " none of " + missing)
              + (missing.isEmpty() || unknown.isEmpty() ? "" : ", and")
              + (unknown.isEmpty() ? "" : " unknown " + unknown));
    }
  }

  /** The first ids that are in one set only, for a message; empty where there is none. */
  private static String without(Set<String> ids, Set<String> others) {
    List<String> only = ids.stream().filter(id -> !others.contains(id)).toList();
    String named =
        String.join(", ", only.stream().limit(MOST_NAMED).map(id -> "'" + id + "'").toList());
    return only.size() <= MOST_NAMED
        ? named
        : named + " and " + (only.size() - MOST_NAMED) + " more";
  }

  private static void require(boolean holds, Path file, String id, String rule, Object value) {
    if (!holds) {
      String text = Json.line(value);
      String shown =
          text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + " ..." : text;
      throw new ConfigException(file + ": id '" + id + "' must " + rule + ", got " + shown);
    }
  }
}
