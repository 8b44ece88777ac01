package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lamina.config.CaptionsData;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.LlamaAdapter;
import lamina.data.text.Vocabulary;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.encoder.FeatureEncoder;
import lamina.model.encoder.FeatureEncoder.Modality;
import lamina.model.language.Adapter;
import lamina.model.language.CachedNextTokens;
import lamina.model.language.Decoder;
import lamina.model.language.NextTokens;
import lamina.model.language.PromptProjection;
import lamina.model.language.Prompts;
import lamina.model.language.VideoTokens;
import lamina.task.Pretraining;
import org.jspecify.annotations.Nullable;

/**
 * LLaMA-Adapter's way to audio description: what an encoder says of every token of pictures and
 * sound becomes a prompt of a frozen decoder.
 */
final class PromptedDecoder implements CaptionModel {
  private final DecoderText text;
  private final Decoder decoder;
  private final Adapter adapter;
  private final FeatureEncoder encoder;
  private final PromptProjection projection;

  /**
   * Declares the model.
   *
   * @param captions what the decoder is trained on before
   */
  PromptedDecoder(
      Declaration declare, LlamaAdapter captioner, Experiment<?> experiment, Data captions) {
    CaptionsData data = captions.config();
    int width = experiment.backbone().width();
    var tokens = experiment.encoders().as(FeatureTokens.class, "captioning");
    this.text = new DecoderText(captioner.decoder(), captions);
    this.decoder =
        new Decoder(declare.frozen(), DecoderText.size(captioner.decoder(), captions.vocabulary()));
    this.encoder =
        new FeatureEncoder(
            declare.in("encoder"),
            modalities(data),
            tokens.positions(),
            experiment.backbone(),
            experiment.mask());
    this.projection =
        new PromptProjection(declare.in("projection"), width, captioner.decoder().width());
    this.adapter =
        new Adapter(
            declare.in("adapter"), decoder, captioner.adaptedLayers(), captioner.tokens(data));
  }

  private static List<Modality> modalities(CaptionsData data) {
    List<Modality> modalities = new ArrayList<>();
    modalities.add(new Modality("video", data.videoTokens(), data.videoFeatures()));
    if (data.audioTokens() > 0) {
      modalities.add(new Modality("audio", data.audioTokens(), data.audioFeatures()));
    }
    return modalities;
  }

  private Prompts prompts(Pass pass, Example batch) {
    List<NDArray> features = new ArrayList<>(List.of(batch.video().features()));
    if (batch.audio() != null) {
      features.add(batch.audio().features());
    }
    NDArray real = real(batch);
    NDArray encoded = encoder.forward(pass, features, real);
    return adapter.forward(pass, projection.forward(pass, encoded), real);
  }

  private static @Nullable NDArray real(Example batch) {
    VideoTokens audio = batch.audio();
    if (batch.video().real() == null && (audio == null || audio.real() == null)) {
      return null;
    }
    NDList real = new NDList(marked(batch.video()));
    if (audio != null) {
      real.add(marked(audio));
    }
    return NDArrays.concat(real, 1);
  }

  private static NDArray marked(VideoTokens tokens) {
    if (tokens.real() != null) {
      return tokens.real();
    }
    NDArray features = tokens.features();
    return features.getManager().ones(features.getShape().slice(0, 2), DataType.BOOLEAN);
  }

  @Override
  public NDArray loss(Pass pass, Example batch, SplittableRandom random) {
    NDArray loss = read(pass, batch).mean();
    return encoder.penalty(pass).map(loss::add).orElse(loss);
  }

  @Override
  public NDArray read(Pass pass, Example batch) {
    return DecoderText.losses(pass, decoder, batch.captions(), prompts(pass, batch));
  }

  @Override
  public NextTokens next(Pass pass, Example batch) {
    int[][] start = new int[batch.size()][];
    for (int i = 0; i < start.length; i++) {
      start[i] = new int[] {Vocabulary.BOS};
    }
    return new CachedNextTokens(
        decoder,
        pass.parameters(),
        start,
        first -> prompts(first, batch.in(first)),
        pass.manager());
  }

  @Override
  public Optional<Pretraining> pretraining() {
    return Optional.of(text);
  }
}
