package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lamina.config.MomentsData;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.moments.MomentFeatures;
import lamina.data.moments.MomentSplit;
import lamina.data.task.TaskData;
import lamina.metric.moments.GroundTruth;
import lamina.model.detector.MomentInput;

/** A split whose features are brought to the device a batch at a time. */
record Data(MomentSplit split, int videoFeatures, int textFeatures) {

  static Data open(MomentsData data, Split split, DataFolder folder) {
    return new Data(
        TaskData.moments(data, split, folder), data.videoFeatures(), data.textFeatures());
  }

  int size() {
    return split.size();
  }

  /** The examples at {@code indices}, attached to {@code owner}. */
  Example batch(int[] indices, NDManager owner) {
    float[] video = new float[indices.length * MomentsData.CLIPS * videoFeatures];
    int[] clips = new int[indices.length];
    int[] words = new int[indices.length];
    List<GroundTruth> truth = new ArrayList<>();
    List<MomentFeatures> all = Arrays.stream(indices).mapToObj(split::features).toList();
    int longest = Math.max(1, all.stream().mapToInt(MomentFeatures::words).max().orElse(1));
    float[] text = new float[indices.length * longest * textFeatures];
    for (int i = 0; i < indices.length; i++) {
      MomentFeatures features = all.get(i);
      clips[i] = features.clips();
      words[i] = Math.max(1, features.words());
      int from = i * MomentsData.CLIPS * videoFeatures;
      System.arraycopy(features.video(), 0, video, from, clips[i] * videoFeatures);
      from = i * longest * textFeatures;
      System.arraycopy(features.text(), 0, text, from, features.words() * textFeatures);
      truth.add(split.truth(indices[i]));
    }
    MomentInput input =
        new MomentInput(
            owner.create(video, new Shape(indices.length, MomentsData.CLIPS, videoFeatures)),
            real(clips, MomentsData.CLIPS, owner),
            owner.create(text, new Shape(indices.length, longest, textFeatures)),
            real(words, longest, owner));
    return new Example(input, clips, truth);
  }

  private static NDArray real(int[] lengths, int most, NDManager owner) {
    boolean[] real = new boolean[lengths.length * most];
    for (int i = 0; i < lengths.length; i++) {
      Arrays.fill(real, i * most, i * most + lengths[i], true);
    }
    return owner.create(real, new Shape(lengths.length, most));
  }
}
