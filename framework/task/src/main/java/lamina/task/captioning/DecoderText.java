package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lamina.config.AdamW;
import lamina.config.FrozenDecoder;
import lamina.config.Json;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.data.Checksum;
import lamina.data.text.Tokenizer;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.language.Decoder;
import lamina.model.language.DecoderConfig;
import lamina.model.language.Past;
import lamina.model.language.Prompts;
import lamina.task.Pretraining;

/** A language model that learns to go on captions, word by word, and sees no video. */
final class DecoderText implements Pretraining {
  private final FrozenDecoder config;
  private final Data captions;
  private final Declaration declaration = new Declaration();
  private final Decoder decoder;

  DecoderText(FrozenDecoder config, Data captions) {
    this.config = config;
    this.captions = captions;
    this.decoder = new Decoder(declaration, size(config, captions.vocabulary()));
  }

  static DecoderConfig size(FrozenDecoder config, Tokenizer vocabulary) {
    return new DecoderConfig(
        vocabulary.size(),
        config.width(),
        config.layers(),
        config.heads(),
        config.heads(),
        config.feedForward(),
        1e-5,
        10_000,
        false);
  }

  @Override
  public String key() {
    StringBuilder text = new StringBuilder(Json.line(config));
    text.append('\n').append(Json.line(decoder.config()));
    text.append('\n').append(Json.line(training()));
    for (int i = 0; i < captions.size(); i++) {
      text.append('\n').append(Arrays.toString(captions.caption(i)));
    }
    return Checksum.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Training training() {
    return new Training(
        config.epochs(),
        config.batch(),
        new AdamW(config.learningRate(), 0.01, 0.9, 0.999, 1e-8),
        new Schedule.WarmupCosine(0.1),
        1,
        Selection.LAST,
        new Stopping.Never());
  }

  @Override
  public long seed() {
    return config.seed();
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }

  @Override
  public int size() {
    return captions.size();
  }

  @Override
  public NDArray loss(Pass pass, int[] indices) {
    int[][] read = Arrays.stream(indices).mapToObj(captions::caption).toArray(int[][]::new);
    return losses(pass, decoder, captions.vocabulary(), read, Prompts.NONE).mean();
  }

  /** -log p of every word and the end, behind what is before it: (words, 1). */
  static NDArray losses(
      Pass pass, Decoder decoder, Tokenizer vocabulary, int[][] captions, Prompts prompts) {
    List<Loss.Asked> asked = new ArrayList<>();
    int longest = 0;
    for (int i = 0; i < captions.length; i++) {
      int length = vocabulary.length(captions[i]);
      for (int place = 0; place + 1 < length; place++) {
        asked.add(new Loss.Asked(i, place, captions[i][place + 1]));
      }
      longest = Math.max(longest, length - 1);
    }
    int most = longest;
    int[][] read =
        Arrays.stream(captions).map(one -> Arrays.copyOf(one, most)).toArray(int[][]::new);
    NDArray hidden = decoder.forward(pass, read, Past.NONE, prompts).hidden();
    return Loss.each(pass, decoder.logits(pass, hidden), asked);
  }
}
