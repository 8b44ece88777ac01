package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.SwinBert;
import lamina.data.text.Tokenizer;
import lamina.data.text.Vocabulary;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.language.CaptionEncoder;
import lamina.model.language.CaptionEncoderConfig;
import lamina.model.language.MaskedNextTokens;
import lamina.model.language.NextTokens;
import lamina.task.Pretraining;

/**
 * SwinBERT's captioner: learns to guess words of a caption that are masked, from the video and from
 * the words before them (official code src/datasets/caption_tensorizer.py for what is masked).
 */
final class MaskedWords implements CaptionModel {
  /** Of the chosen words, as in BERT: the rest are half another word, half left as they are. */
  private static final double HIDDEN = 0.8;

  private final CaptionEncoder encoder;
  private final double maskedShare;
  private final Tokenizer vocabulary;

  MaskedWords(
      Declaration declare,
      Captioning task,
      SwinBert captioner,
      Experiment<?> experiment,
      Tokenizer vocabulary) {
    var tokens = experiment.encoders().as(FeatureTokens.class, "captioning");
    this.encoder =
        new CaptionEncoder(
            declare,
            new CaptionEncoderConfig(
                vocabulary.size(),
                captioner.captionTokens(),
                task.data().videoTokens(),
                task.data().videoFeatures(),
                tokens.positions(),
                experiment.backbone(),
                experiment.mask()));
    this.maskedShare = captioner.maskedShare();
    this.vocabulary = vocabulary;
  }

  @Override
  public NDArray loss(Pass pass, Example batch, SplittableRandom random) {
    int[][] seen = new int[batch.size()][];
    List<Loss.Asked> asked = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      seen[i] = masked(batch.captions()[i], i, random, asked);
    }
    return Loss.of(pass, encoder.forward(pass, seen, batch.video()), asked);
  }

  /** Chooses among the words and [EOS]; at least one. */
  int[] masked(int[] caption, int example, SplittableRandom random, List<Loss.Asked> asked) {
    int length = vocabulary.length(caption);
    List<Integer> places = new ArrayList<>();
    for (int place = 1; place < length; place++) {
      places.add(place);
    }
    int[] seen = caption.clone();
    long count = Math.min(places.size(), Math.max(1, Math.round(maskedShare * length)));
    for (int i = 0; i < count; i++) {
      int place = places.remove(random.nextInt(places.size()));
      asked.add(new Loss.Asked(example, place, caption[place]));
      seen[place] = instead(caption[place], random);
    }
    return seen;
  }

  private int instead(int word, SplittableRandom random) {
    double drawn = random.nextDouble();
    if (drawn < HIDDEN || vocabulary.size() == Vocabulary.SPECIAL_TOKENS) {
      return Vocabulary.MASK;
    }
    boolean another = drawn < (1 + HIDDEN) / 2;
    return another ? random.nextInt(Vocabulary.SPECIAL_TOKENS, vocabulary.size()) : word;
  }

  /**
   * Every second word is asked for, at a mask token in its place, beginning with the first: of two
   * words that follow each other, one is seen by the other.
   */
  @Override
  public NDArray read(Pass pass, Example batch) {
    int[][] seen = new int[batch.size()][];
    List<Loss.Asked> asked = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      int[] caption = batch.captions()[i];
      int length = vocabulary.length(caption);
      seen[i] = everySecondMasked(caption, length);
      for (int place = 1; place < length; place += 2) {
        asked.add(new Loss.Asked(i, place, caption[place]));
      }
    }
    return Loss.each(pass, encoder.forward(pass, seen, batch.video()), asked);
  }

  /** A caption of so many tokens as {@link #read} shows it to the encoder. */
  static int[] everySecondMasked(int[] caption, int length) {
    int[] seen = caption.clone();
    for (int place = 1; place < length; place += 2) {
      seen[place] = Vocabulary.MASK;
    }
    return seen;
  }

  @Override
  public NextTokens next(Pass pass, Example batch) {
    return new MaskedNextTokens(
        encoder, pass.parameters(), Vocabulary.BOS, Vocabulary.MASK, batch.video(), pass.manager());
  }

  @Override
  public Optional<Pretraining> pretraining() {
    return Optional.empty();
  }
}
