/** Pretrained language models that users bring. */
@org.jspecify.annotations.NullMarked
package lamina.data.language;
