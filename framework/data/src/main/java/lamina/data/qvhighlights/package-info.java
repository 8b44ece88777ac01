/**
 * The official annotations and features of QVHighlights, which a user brings: read, checked and cut
 * as QD-DETR's data loader does (docs/qvhighlights.md).
 */
@org.jspecify.annotations.NullMarked
package lamina.data.qvhighlights;
