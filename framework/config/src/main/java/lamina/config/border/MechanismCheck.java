package lamina.config.border;

import java.util.List;
import lamina.config.Traits;
import org.jspecify.annotations.Nullable;

/**
 * What a mechanism's check found.
 *
 * @param traits what it promises; null where it did not come to say so
 * @param findings a line a rule, in their order; rules behind one that ended the process are left
 *     out
 * @param load what it takes beside plain attention; null where that was not measured
 */
public record MechanismCheck(@Nullable Traits traits, List<Finding> findings, @Nullable Load load) {
  public MechanismCheck {
    findings = List.copyOf(findings);
  }

  /**
   * Of one rule.
   *
   * @param rule its name, as in {@code empty rows}
   * @param detail what was seen, one line
   */
  public record Finding(String rule, boolean holds, String detail) {}

  /**
   * A training step of an encoder with 4 layers, D 64, 4 heads, 25 + 25 tokens and 16 examples.
   *
   * @param bytes of the arrays that a forward pass leaves for the backward pass
   */
  public record Load(double stepMillis, double plainMillis, long bytes, long plainBytes) {}

  /** Whether all rules are kept. */
  public boolean holds() {
    return findings.stream().allMatch(Finding::holds);
  }
}
