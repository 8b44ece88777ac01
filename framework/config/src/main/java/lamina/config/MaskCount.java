package lamina.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/**
 * What a mask adds to the encoder that it acts in.
 *
 * @param trained numbers that are trained
 * @param kept numbers that are not
 * @param macs in all layers together; empty where nobody has counted them
 */
public record MaskCount(long trained, long kept, OptionalLong macs) {
  public String toJson() {
    ObjectNode json = Json.object().put("trained", trained).put("kept", kept);
    macs.ifPresent(count -> json.put("macs", count));
    return Json.line(json);
  }

  /** Reads what {@link #toJson} writes, among other fields. */
  public static MaskCount fromJson(JsonNode json) {
    Rule.require(json.has("trained") && json.has("kept"), "counted", "have trained and kept", json);
    return new MaskCount(
        json.path("trained").asLong(),
        json.path("kept").asLong(),
        json.has("macs") ? OptionalLong.of(json.path("macs").asLong()) : OptionalLong.empty());
  }
}
