/**
 * The process border: what a worker is told, what it says, and the files it leaves. Both sides of
 * the border use these records and nothing else of each other.
 */
@org.jspecify.annotations.NullMarked
package lamina.config.border;
