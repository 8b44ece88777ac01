package lamina.config;

import java.util.Locale;

/** How the constants of a closed set are written in JSON, tables and messages. */
public final class Names {
  private Names() {}

  /** {@code MaskPlacement.PER_LAYER} is written {@code per-layer}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
