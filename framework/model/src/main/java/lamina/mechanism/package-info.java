/**
 * What a mechanism is written against: {@link lamina.mechanism.Mechanism} is a record that says
 * what it is and builds it, most simply as a {@link lamina.mechanism.Scored} with some steps
 * replaced. docs/mechanisms.md tells how. Nothing here starts the engine: a declaration counts
 * parameters anywhere.
 */
@org.jspecify.annotations.NullMarked
package lamina.mechanism;
