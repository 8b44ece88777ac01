package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import lamina.config.AttentionMask;
import lamina.config.Captioning;
import lamina.config.CaptionsData;
import lamina.config.Experiment;
import lamina.data.captions.CaptionSplit;
import lamina.data.text.Vocabulary;
import lamina.model.Declaration;
import lamina.model.Frozen;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.language.BeamSearch;
import lamina.model.language.Generated;
import lamina.model.language.NextTokens;
import lamina.task.LossGradient;

/** A captioner whose values have moved from their start, on a split. */
record Subject(
    Declaration declaration,
    CaptionModel model,
    Parameters parameters,
    Data data,
    NDManager manager)
    implements AutoCloseable {

  static Subject swinBert(AttentionMask mask, List<Given.Video> videos) {
    CaptionSplit split = Given.split(Given.SILENT, videos);
    return swinBert(mask, split, Vocabulary.of(split.captions(), 1));
  }

  static Subject swinBert(AttentionMask mask, CaptionSplit split, Vocabulary vocabulary) {
    Experiment<?> experiment = Given.experiment(Given.SILENT, Given.SWIN_BERT, mask);
    Declaration declaration = new Declaration();
    MaskedWords model =
        new MaskedWords(
            declaration, (Captioning) experiment.task(), Given.SWIN_BERT, experiment, vocabulary);
    return of(declaration, model, Given.SILENT, split, vocabulary);
  }

  static Subject adapter(AttentionMask mask, List<Given.Video> videos) {
    CaptionSplit split = Given.split(Given.WITH_SOUND, videos);
    return adapter(mask, split, Vocabulary.of(split.captions(), 1));
  }

  static Subject adapter(AttentionMask mask, CaptionSplit split, Vocabulary vocabulary) {
    Experiment<?> experiment = Given.experiment(Given.WITH_SOUND, Given.ADAPTER, mask);
    Declaration declaration = new Declaration();
    Data captions = data(Given.WITH_SOUND, split, vocabulary);
    PromptedDecoder model =
        new PromptedDecoder(declaration, Given.ADAPTER, experiment, captions, Optional.empty());
    return of(declaration, model, Given.WITH_SOUND, split, vocabulary);
  }

  private static Data data(CaptionsData config, CaptionSplit split, Vocabulary vocabulary) {
    return Data.ofCaptions(config, split, vocabulary, Given.CAPTION_TOKENS);
  }

  private static Subject of(
      Declaration declaration,
      CaptionModel model,
      CaptionsData config,
      CaptionSplit split,
      Vocabulary vocabulary) {
    NDManager manager = NDManager.newBaseManager();
    Frozen frozen = Frozen.initial(declaration, 1, manager);
    Parameters parameters = Parameters.initial(declaration, frozen, 2, manager);
    LossGradient.shake(parameters);
    return new Subject(declaration, model, parameters, data(config, split, vocabulary), manager);
  }

  int[] all() {
    return IntStream.range(0, data.size()).toArray();
  }

  /** Of all captions, with what the mask adds; the same words are masked each time. */
  NDArray loss(Pass pass) {
    return pass.objective(
        model.loss(pass, data.batch(all(), pass.manager()), new SplittableRandom(4)));
  }

  /** That of a training step. */
  float loss() {
    try (Pass pass = Pass.training(manager, parameters)) {
      return loss(pass).getFloat();
    }
  }

  List<Generated> generate(BeamSearch search) {
    try (Pass pass = pass();
        NextTokens next = model.next(pass, data.batch(all(), pass.manager()))) {
      return search.run(next);
    }
  }

  Pass pass() {
    return Pass.evaluation(manager, parameters, Observer.NOBODY);
  }

  /** Changes the value at a place of a tensor. */
  void change(String tensor, int place, UnaryOperator<Float> change) {
    float[] values = parameters.values();
    int from = 0;
    for (Declaration.Tensor one : parameters.tensors()) {
      if (one.name().equals(tensor)) {
        values[from + place] = change.apply(values[from + place]);
        parameters.set(values);
        return;
      }
      from += one.size();
    }
    throw new IllegalArgumentException("no tensor " + tensor);
  }

  @Override
  public void close() {
    manager.close();
  }
}
