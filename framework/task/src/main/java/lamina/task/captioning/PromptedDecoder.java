package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lamina.config.CaptionsData;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.LlamaAdapter;
import lamina.config.Modality;
import lamina.data.DataException;
import lamina.data.Failure;
import lamina.data.language.LanguageModelFiles;
import lamina.data.text.Tokenizer;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.encoder.FeatureEncoder;
import lamina.model.language.Adapter;
import lamina.model.language.CachedNextTokens;
import lamina.model.language.Decoder;
import lamina.model.language.DecoderConfig;
import lamina.model.language.HuggingFaceConfig;
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
  private final Tokenizer vocabulary;
  private final Optional<Pretraining> text;
  private final Optional<LanguageModelFiles> brought;
  private final Decoder decoder;
  private final Adapter adapter;
  private final FeatureEncoder encoder;
  private final PromptProjection projection;

  /**
   * Declares the model.
   *
   * @param captions what the decoder is trained on before, unless it is brought
   * @param brought the files of a pretrained decoder
   * @throws DataException where these are of another model than LLaMA
   */
  PromptedDecoder(
      Declaration declare,
      LlamaAdapter captioner,
      Experiment<?> experiment,
      Data captions,
      Optional<LanguageModelFiles> brought) {
    CaptionsData data = captions.config();
    int width = experiment.backbone().width();
    var tokens = experiment.encoders().as(FeatureTokens.class, "captioning");
    DecoderConfig size =
        captioner
            .decoder()
            .fold(
                trained -> DecoderText.size(trained, captions.vocabulary()),
                pretrained -> size(brought.orElseThrow()));
    this.vocabulary = captions.vocabulary();
    this.brought = brought;
    this.text =
        captioner
            .decoder()
            .fold(
                trained -> Optional.of(new DecoderText(trained, captions)),
                pretrained -> Optional.empty());
    this.decoder = new Decoder(declare.frozen(), size);
    this.encoder =
        new FeatureEncoder(
            declare.in("encoder"),
            modalities(data),
            tokens.positions(),
            experiment.backbone(),
            experiment.mask(),
            experiment.place());
    this.projection = new PromptProjection(declare.in("projection"), width, size.width());
    this.adapter =
        new Adapter(
            declare.in("adapter"), decoder, captioner.adaptedLayers(), captioner.tokens(data));
  }

  private static DecoderConfig size(LanguageModelFiles brought) {
    try {
      return HuggingFaceConfig.read(brought.config());
    } catch (ConfigException e) {
      throw new DataException(e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(brought.config() + " cannot be read: " + Failure.reason(e), e);
    }
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
    return read(pass, batch).mean();
  }

  @Override
  public NDArray read(Pass pass, Example batch) {
    return DecoderText.losses(pass, decoder, vocabulary, batch.captions(), prompts(pass, batch));
  }

  @Override
  public NextTokens next(Pass pass, Example batch) {
    int[][] start = new int[batch.size()][];
    for (int i = 0; i < start.length; i++) {
      start[i] = new int[] {vocabulary.begin()};
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
    return text;
  }

  @Override
  public Optional<Path> pretrained() {
    return brought.map(LanguageModelFiles::folder);
  }
}
