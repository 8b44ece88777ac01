/** A user's own pictures and sounds: read, checked and prepared (docs/bring-your-own-data.md). */
@org.jspecify.annotations.NullMarked
package lamina.data.own;
