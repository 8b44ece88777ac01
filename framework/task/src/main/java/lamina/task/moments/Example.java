package lamina.task.moments;

import java.util.List;
import lamina.metric.moments.GroundTruth;
import lamina.model.detector.MomentInput;

/**
 * Examples of a batch.
 *
 * @param input what the detector sees, padded to the data's most clips and the batch's most words
 * @param clips how many clips each video has
 * @param truth what is known of each
 */
record Example(MomentInput input, int[] clips, List<GroundTruth> truth) {
  int size() {
    return clips.length;
  }
}
