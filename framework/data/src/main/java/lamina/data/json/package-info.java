/** Large JSON files of annotations, read entry by entry. */
@org.jspecify.annotations.NullMarked
package lamina.data.json;
