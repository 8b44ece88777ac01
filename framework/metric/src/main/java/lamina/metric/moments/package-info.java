/**
 * Moment retrieval and highlight detection in the format of QVHighlights, and the figures of its
 * official evaluator (standalone_eval of moment_detr, MIT).
 */
@org.jspecify.annotations.NullMarked
package lamina.metric.moments;
