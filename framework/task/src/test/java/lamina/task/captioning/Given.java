package lamina.task.captioning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.Captioner;
import lamina.config.Captioning;
import lamina.config.CaptionsData;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.FrozenDecoder;
import lamina.config.Generation;
import lamina.config.LlamaAdapter;
import lamina.config.MsrVtt;
import lamina.config.Normalisation;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.SwinBert;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.CaptionSplit;
import lamina.data.captions.References;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;

/** Small data and captioners. */
final class Given {
  static final int CAPTION_TOKENS = 7;
  static final MsrVtt SILENT = new MsrVtt(3, 5, 0, 0, 9);
  static final MsrVtt WITH_SOUND = new MsrVtt(3, 5, 2, 4, 9);
  static final SwinBert SWIN_BERT = new SwinBert(CAPTION_TOKENS, 0.5);
  static final LlamaAdapter ADAPTER =
      new LlamaAdapter(new FrozenDecoder(2, 2, 8, 1, 4, 1e-2, 0), 1, CAPTION_TOKENS);

  /** Two videos with three pictures, two sounds and two captions each. */
  static final List<Video> VIDEOS =
      List.of(
          new Video(3, 2, "a coat and a bag", "we hear French"),
          new Video(3, 2, "a bag is shown", "a coat, then Russian"));

  private Given() {}

  /** What the model sees of a video, and its captions. */
  record Video(int videoTokens, int audioTokens, String... captions) {}

  /** Videos with random features, of which {@code data} says the widths. */
  static CaptionSplit split(CaptionsData data, List<Video> videos) {
    List<CaptionFeatures> features = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (Video video : videos) {
      int sounds = data.audioTokens() == 0 ? 0 : video.audioTokens();
      features.add(
          new CaptionFeatures(
              values(random, video.videoTokens() * data.videoFeatures()),
              video.videoTokens(),
              values(random, sounds * data.audioFeatures()),
              sounds));
    }
    return new CaptionSplit() {
      @Override
      public int size() {
        return videos.size();
      }

      @Override
      public References references(int index) {
        return new References("video" + index, List.of(videos.get(index).captions()));
      }

      @Override
      public CaptionFeatures features(int index) {
        return features.get(index);
      }
    };
  }

  private static float[] values(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  static LearnableMask mask() {
    return new LearnableMask(
        MaskPlacement.PER_LAYER,
        MaskFusion.MULTIPLY,
        2,
        8,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  static Experiment<?> experiment(CaptionsData data, Captioner captioner, AttentionMask mask) {
    return new Experiment<>(
        new Captioning(data, captioner, new Generation(1, 0), 1),
        new FeatureTokens(true),
        new Transformer(1, 2, 8, 12, 0, Activation.GELU, Normalisation.POST),
        mask,
        new Training(
            1,
            2,
            new AdamW(1e-3, 0, 0.9, 0.999, 1e-8),
            new Schedule.Constant(),
            1,
            Selection.LAST,
            new Stopping.Never()));
  }
}
