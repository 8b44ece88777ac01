/** MAD's annotations and features of film frames, which a user brings. */
@org.jspecify.annotations.NullMarked
package lamina.data.mad;
