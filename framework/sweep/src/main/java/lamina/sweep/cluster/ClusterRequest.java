package lamina.sweep.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import lamina.config.Json;
import lamina.config.border.Assignment;

/** What a cluster's driver is told after its settings, one line of JSON each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClusterRequest.Start.class, name = "start"),
  @JsonSubTypes.Type(value = ClusterRequest.Tell.class, name = "tell"),
  @JsonSubTypes.Type(value = ClusterRequest.Close.class, name = "close"),
})
public sealed interface ClusterRequest {
  /** Whose request it is: a number that no two workers of a driver share. */
  int worker();

  /** A worker is wanted. */
  record Start(int worker, String device) implements ClusterRequest {}

  /** It is given a trial. */
  record Tell(int worker, Assignment assignment) implements ClusterRequest {}

  /** It is to end at once. */
  record Close(int worker) implements ClusterRequest {}

  default String toLine() {
    return Json.line(this);
  }

  static ClusterRequest fromLine(String line) {
    return Json.read(line, ClusterRequest.class);
  }
}
