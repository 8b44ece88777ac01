/** Videos with queries, as the model sees them: the embedded ones and QVHighlights. */
@org.jspecify.annotations.NullMarked
package lamina.data.moments;
