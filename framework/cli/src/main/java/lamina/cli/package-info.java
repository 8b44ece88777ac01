/** The command {@code lamina}. */
@org.jspecify.annotations.NullMarked
package lamina.cli;
