package lamina.results.export;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/** Names of variants that every file system takes, no two the same even where case is ignored. */
final class FileNames {
  private FileNames() {}

  /** The safe name by the variant's name: letters, digits, dots, dashes and underscores. */
  static Map<String, String> of(Sweep sweep) {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (Variant variant : sweep.variants()) {
      String safe = variant.name().replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^[-.]+|-$", "");
      String base = safe.isEmpty() ? "variant" : safe;
      String name = base;
      for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = base + "-" + i;
      }
      names.put(variant.name(), name);
    }
    return names;
  }
}
