/**
 * Moment-DETR and QD-DETR: from clips and words to moments and a score for every clip. B examples,
 * Nv clips, Nt words, Q proposed moments, D the backbone's width.
 */
@org.jspecify.annotations.NullMarked
package lamina.model.detector;
