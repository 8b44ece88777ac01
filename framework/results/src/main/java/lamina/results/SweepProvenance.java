package lamina.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lamina.config.Json;
import lamina.config.Trial;
import lamina.sweep.Store;
import lamina.sweep.Sweep;

/**
 * Where a table comes from: the trials behind it, and every circumstance of their runs, with all
 * its values where runs differ. Times are summed up as the first start and the last end; {@code
 * secondsOfTrial} has every trial, null where it has left nothing.
 */
public final class SweepProvenance {
  private SweepProvenance() {}

  public static String of(Sweep sweep, Store store) throws IOException {
    ObjectNode provenance = Json.object();
    provenance.put("sweep", sweep.name()).put("schema", Trial.SCHEMA);
    Map<String, Set<JsonNode>> values = new LinkedHashMap<>();
    ObjectNode secondsOfTrial = Json.object();
    Set<JsonNode> mechanisms = new LinkedHashSet<>();
    String started = null;
    String ended = null;
    double seconds = 0;
    double secondsInSteps = 0;
    for (Trial trial : sweep.trials()) {
      Optional<ObjectNode> found = RunFiles.provenance(store.folder(trial.id()));
      if (found.isEmpty()) {
        secondsOfTrial.putNull(trial.id().hex());
        continue;
      }
      ObjectNode run = found.get();
      started = earlier(started, run.remove("started").asText());
      ended = later(ended, run.remove("ended").asText());
      double took = run.remove("secondsTotal").asDouble();
      secondsOfTrial.put(trial.id().hex(), took);
      seconds += took;
      secondsInSteps += run.remove("secondsInSteps").asDouble();
      run.path("mechanisms").forEach(mechanisms::add);
      run.remove("mechanisms");
      run.properties()
          .forEach(
              field ->
                  values
                      .computeIfAbsent(field.getKey(), key -> new LinkedHashSet<>())
                      .add(field.getValue()));
    }
    provenance.put("started", started).put("ended", ended);
    provenance.put("secondsOfTrials", seconds).put("secondsInSteps", secondsInSteps);
    values.forEach((name, distinct) -> put(provenance, name, distinct));
    if (!mechanisms.isEmpty()) {
      mechanisms.forEach(provenance.putArray("mechanisms")::add);
    }
    provenance.set("secondsOfTrial", secondsOfTrial);
    return provenance.toPrettyString() + "\n";
  }

  private static void put(ObjectNode into, String name, Set<JsonNode> distinct) {
    if (distinct.size() == 1) {
      into.set(name, distinct.iterator().next());
    } else {
      distinct.forEach(into.putArray(name)::add);
    }
  }

  private static String earlier(@org.jspecify.annotations.Nullable String a, String b) {
    return a == null || b.compareTo(a) < 0 ? b : a;
  }

  private static String later(@org.jspecify.annotations.Nullable String a, String b) {
    return a == null || b.compareTo(a) > 0 ? b : a;
  }
}
