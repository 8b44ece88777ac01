package lamina.contract;

/**
 * What was found of one rule.
 *
 * @param holds whether it is kept
 * @param detail what was seen, one line
 */
public record Finding(Rule rule, boolean holds, String detail) {
  static Finding notPromised(Rule rule, String trait) {
    return new Finding(rule, true, "not promised (trait " + trait + ")");
  }

  /** The first that does not hold, else the first. */
  static Finding worst(Finding... findings) {
    for (Finding finding : findings) {
      if (!finding.holds()) {
        return finding;
      }
    }
    return findings[0];
  }
}
