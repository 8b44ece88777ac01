package lamina.task.captioning;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.Generation;
import lamina.config.border.Observed;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.captions.CaptionSplit;
import lamina.data.language.LanguageModelFiles;
import lamina.data.task.TaskData;
import lamina.data.text.Tokenizer;
import lamina.data.text.Vocabulary;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.language.BeamSearch;
import lamina.model.language.Generated;
import lamina.model.language.NextTokens;
import lamina.task.Learning;
import lamina.task.Pretraining;
import lamina.task.Scores;

/** Captioning; the best epoch is that of the highest CIDEr-D of generated captions. */
public final class CaptionLearning implements Learning {
  private final Map<Split, Data> splits = new EnumMap<>(Split.class);
  private final Declaration declaration = new Declaration();
  private final Tokenizer vocabulary;
  private final CaptionModel model;
  private final TokenNames tokens;
  private final BeamSearch search;

  /**
   * Opens all splits and declares the model. The vocabulary is that of the training captions,
   * unless a pretrained decoder brings its own.
   *
   * @param dataFolder where the data lie
   * @throws lamina.data.DataException where they are missing or do not fit
   */
  public CaptionLearning(Captioning task, Experiment<?> experiment, DataFolder dataFolder) {
    int length = task.captioner().captionTokens();
    CaptionSplit train = TaskData.captions(task.data(), Split.TRAIN, dataFolder);
    Optional<LanguageModelFiles> brought = LanguageModelFiles.of(task, dataFolder);
    this.vocabulary =
        brought
            .map(LanguageModelFiles::tokenizer)
            .orElseGet(() -> Vocabulary.of(train.captions(), task.leastCount()));
    for (Split split : Split.values()) {
      CaptionSplit opened = TaskData.captions(task.data(), split, dataFolder);
      splits.put(
          split,
          split == Split.TRAIN
              ? Data.ofCaptions(task.data(), opened, vocabulary, length)
              : Data.ofVideos(task.data(), opened, vocabulary, length));
    }
    this.model =
        task.captioner()
            .fold(
                swinBert -> new MaskedWords(declaration, task, swinBert, experiment, vocabulary),
                adapter ->
                    new PromptedDecoder(
                        declaration, adapter, experiment, splits.get(Split.TRAIN), brought));
    this.tokens = new TokenNames(task.captioner(), experiment.backbone().layers());
    Generation generation = task.generation();
    this.search =
        new BeamSearch(
            generation.beams(), length - 1, vocabulary.end(), generation.lengthPenalty());
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }

  @Override
  public Optional<Pretraining> pretraining() {
    return model.pretraining();
  }

  @Override
  public Optional<Path> pretrained() {
    return model.pretrained();
  }

  /** Captions of the training split, videos of the others. */
  @Override
  public int size(Split split) {
    return splits.get(split).size();
  }

  @Override
  public NDArray loss(Pass pass, int[] indices) {
    Example batch = splits.get(Split.TRAIN).batch(indices, pass.manager());
    return model.loss(pass, batch, new SplittableRandom(pass.randomSeed()));
  }

  /** Captions that are there are read, none is generated. */
  @Override
  public void observe(Pass pass, Split split, int[] indices) {
    model.read(pass, splits.get(split).batch(indices, pass.manager()));
  }

  @Override
  public Scores scores(Split split) {
    Data data = splits.get(split);
    Metrics metrics = new Metrics(split == Split.TEST);
    return new Scores() {
      @Override
      public void add(Pass pass, int[] indices) {
        try (Pass reading = pass.inner()) {
          Example batch = data.batch(indices, reading.manager());
          metrics.read(model.read(reading, batch).toFloatArray());
        }
        if (!metrics.isFinite()) {
          return;
        }
        int atOnce = Math.max(1, indices.length / search.width());
        for (int from = 0; from < indices.length; from += atOnce) {
          generate(
              pass, Arrays.copyOfRange(indices, from, Math.min(indices.length, from + atOnce)));
        }
      }

      /** As many sequences go on at a time as there are examples in a batch. */
      private void generate(Pass pass, int[] indices) {
        List<Generated> generated;
        try (Pass searching = pass.inner();
            NextTokens next = model.next(searching, data.batch(indices, searching.manager()))) {
          generated = search.run(next);
        }
        for (int i = 0; i < indices.length; i++) {
          int[] words = generated.get(i).tokens().stream().mapToInt(Integer::intValue).toArray();
          metrics.add(data.references(indices[i]), vocabulary.decode(words));
        }
      }

      @Override
      public SortedMap<String, Double> values() {
        return metrics.values();
      }

      @Override
      public Map<String, String> files() {
        return metrics.files();
      }
    };
  }

  @Override
  public Observed observed(Split split, int[] indices) {
    return tokens.observed(split, splits.get(split), indices);
  }

  @Override
  public void close() {
    vocabulary.close();
  }
}
