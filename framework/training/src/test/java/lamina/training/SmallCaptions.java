package lamina.training;

import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.CaptionInput;
import lamina.config.Captioner;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.FrozenDecoder;
import lamina.config.GarmentCaptions;
import lamina.config.Generation;
import lamina.config.ImagesAndSounds;
import lamina.config.LlamaAdapter;
import lamina.config.Normalisation;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.SwinBert;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.config.VideoPatches;

/** Trials of captioning that train in a moment, with dropout. */
final class SmallCaptions {
  static final FrozenDecoder DECODER = new FrozenDecoder(2, 2, 8, 1, 16, 1e-2, 0);

  private static final int CAPTION_TOKENS = 9;

  private SmallCaptions() {}

  /** Nine tokens of a caption and eight of a video. */
  static Trial swinBert(AttentionMask mask, int epochs) {
    return of(new VideoPatches(8, 1), new SwinBert(CAPTION_TOKENS, 0.5), mask, 12, epochs, 5);
  }

  /** 25 tokens of pictures and 25 of sounds. */
  static Trial adapter(AttentionMask mask, int epochs) {
    return adapter(DECODER, 12, mask, epochs, 5);
  }

  static Trial adapter(
      FrozenDecoder decoder, int trainExamples, AttentionMask mask, int epochs, long seed) {
    Captioner captioner = new LlamaAdapter(decoder, 1, CAPTION_TOKENS);
    return of(new ImagesAndSounds(), captioner, mask, trainExamples, epochs, seed);
  }

  private static Trial of(
      CaptionInput input,
      Captioner captioner,
      AttentionMask mask,
      int trainExamples,
      int epochs,
      long seed) {
    return Trial.of(
        new Experiment<>(
            new Captioning(
                new GarmentCaptions(trainExamples, 6, 6, input, 0.25, 26, 0),
                captioner,
                new Generation(2, 1),
                1),
            new FeatureTokens(true),
            new Transformer(2, 2, 8, 16, 0.1, Activation.GELU, Normalisation.POST),
            mask,
            new Training(
                epochs,
                16,
                new AdamW(1e-2, 1e-4, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                1,
                Selection.BEST_VALIDATION,
                new Stopping.Never())),
        seed);
  }
}
