/**
 * Metrics of captions, equal to those of the official code (pycocoevalcap: BSD and MIT) on the same
 * tokens: BLEU, ROUGE-L, CIDEr-D, METEOR through its own jar; and recall within neighbours.
 */
@org.jspecify.annotations.NullMarked
package lamina.metric.captions;
