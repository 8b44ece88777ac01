package lamina.data.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingJsonFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lamina.data.DataException;
import lamina.data.Failure;

/**
 * A file that holds one JSON object, in UTF-8; only one of its entries is in memory at a time.
 *
 * @param path where it lies
 */
public record JsonFile(Path path) {
  private static final MappingJsonFactory FACTORY = new MappingJsonFactory();

  /** What is done with an entry of the object. */
  private interface Entry {
    void read(String key, JsonParser value) throws IOException;
  }

  /**
   * Reads {@code {"key": {…}, …}}.
   *
   * @param what an object is, for errors
   * @param entry is given the key and the fields of each object
   * @throws DataException where the file cannot be read or an entry is no object
   */
  public void readObjects(String what, BiConsumer<String, Fields> entry) {
    read(
        (key, value) -> {
          JsonNode node = value.readValueAsTree();
          entry.accept(key, new Fields(node, path + ", " + what + " " + key).requireObject());
        });
  }

  /**
   * Reads {@code {"list": [{…}, …], …}}; what else there is is skipped.
   *
   * @param lists what is done with the objects of each list, by the lists' names
   * @throws DataException where the file cannot be read, a list is missing or an item is no object
   */
  public void readLists(Map<String, Consumer<Fields>> lists) {
    Map<String, Consumer<Fields>> missing = new TreeMap<>(lists);
    read(
        (key, value) -> {
          Consumer<Fields> item = missing.remove(key);
          if (item == null) {
            value.skipChildren();
            return;
          }
          if (value.currentToken() != JsonToken.START_ARRAY) {
            throw new DataException(path + ": " + key + " must be a list");
          }
          for (int i = 0; value.nextToken() != JsonToken.END_ARRAY; i++) {
            JsonNode node = value.readValueAsTree();
            item.accept(new Fields(node, path + ", " + key + "[" + i + "]").requireObject());
          }
        });
    if (!missing.isEmpty()) {
      throw new DataException(path + ": " + missing.keySet().iterator().next() + " is missing");
    }
  }

  private void read(Entry entry) {
    try (BufferedReader in = Files.newBufferedReader(path);
        JsonParser parser = FACTORY.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new DataException(path + " must hold a JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        entry.read(key, parser);
      }
    } catch (JsonProcessingException e) {
      throw new DataException(
          path + ":" + e.getLocation().getLineNr() + ": not JSON: " + e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw new DataException(path + " is not in UTF-8", e);
    } catch (IOException e) {
      throw new DataException(path + " cannot be read: " + Failure.reason(e), e);
    }
  }
}
