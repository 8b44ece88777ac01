package lamina.sweep.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import lamina.config.Json;
import lamina.config.border.WorkerMessage;

/** What a cluster's driver says, one line of JSON each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClusterReply.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = ClusterReply.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = ClusterReply.LeftOut.class, name = "left-out"),
  @JsonSubTypes.Type(value = ClusterReply.Heard.class, name = "heard"),
  @JsonSubTypes.Type(value = ClusterReply.Gone.class, name = "gone"),
})
public sealed interface ClusterReply {

  /**
   * The machines have what they need; workers are welcome.
   *
   * @param machines how many have registered
   * @param slots trials that they run at a time
   */
  record Ready(int machines, int slots) implements ClusterReply {}

  /**
   * There will be no run, or no more of it.
   *
   * @param reason one line
   */
  record Refused(String reason) implements ClusterReply {}

  /**
   * A machine cannot be used, and the run goes on without it.
   *
   * @param reason one line that names the machine
   */
  record LeftOut(String reason) implements ClusterReply {}

  /** A worker says something. */
  record Heard(int worker, WorkerMessage message) implements ClusterReply {}

  /** A worker is gone, and the trial that it had is nobody's. */
  record Gone(int worker, int exitCode, String lastWords) implements ClusterReply {}

  default String toLine() {
    return Json.line(this);
  }

  static ClusterReply fromLine(String line) {
    return Json.read(line, ClusterReply.class);
  }
}
