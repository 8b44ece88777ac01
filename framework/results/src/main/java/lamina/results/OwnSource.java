package lamina.results;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lamina.config.OwnMask;
import lamina.config.Trial;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * The source of a user's mechanism that a sweep is of.
 *
 * @param kind the written name of its masks
 * @param file that its text can be kept in, unlike those of the sweep's other sources
 * @param digest SHA-256 of the text
 */
public record OwnSource(String kind, String file, String digest, String text) {
  private static final int BRIEF = 7;

  /** Of all variants, each once, as they were declared here or as a run has kept them. */
  public static List<OwnSource> of(Sweep sweep, Store store) throws IOException {
    Map<String, OwnSource> found = new LinkedHashMap<>();
    for (Variant variant : sweep.variants()) {
      for (OwnMask mask : OwnMask.in(variant.experiment().mask())) {
        if (!found.containsKey(mask.source())) {
          source(mask, variant, sweep, store)
              .ifPresent(source -> found.put(mask.source(), source.unlike(found)));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static Optional<OwnSource> source(OwnMask mask, Variant variant, Sweep sweep, Store store)
      throws IOException {
    Optional<MechanismSource> declared = MechanismSource.known(mask.source());
    if (declared.isPresent()) {
      MechanismSource source = declared.get();
      return Optional.of(of(mask, source.name(), source.text()));
    }
    for (long seed : sweep.seeds()) {
      for (MechanismCode kept :
          MechanismCode.in(store.folder(Trial.of(variant.experiment(), seed).id()))) {
        if (kept.digest().equals(mask.source()) && !kept.text().isEmpty()) {
          return Optional.of(of(mask, kept.name(), kept.text()));
        }
      }
    }
    return Optional.empty();
  }

  private static OwnSource of(OwnMask mask, String name, String text) {
    return new OwnSource(mask.kind(), name + ".java", mask.source(), text);
  }

  private OwnSource unlike(Map<String, OwnSource> others) {
    boolean taken =
        others.values().stream().anyMatch(other -> other.file.equalsIgnoreCase(this.file));
    String other = file.replace(".java", "-" + digest.substring(0, BRIEF) + ".java");
    return taken ? new OwnSource(kind, other, digest, text) : this;
  }
}
