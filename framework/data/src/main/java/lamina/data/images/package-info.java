/**
 * Pictures in a folder a class: listed once, decoded when needed (docs/image-classification.md).
 */
@org.jspecify.annotations.NullMarked
package lamina.data.images;
