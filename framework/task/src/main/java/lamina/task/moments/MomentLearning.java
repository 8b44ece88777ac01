package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import lamina.config.Experiment;
import lamina.config.MomentRetrieval;
import lamina.config.border.Observed;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.metric.moments.GroundTruths;
import lamina.metric.moments.Prediction;
import lamina.metric.moments.Predictions;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.detector.DetectorConfig;
import lamina.model.detector.MomentDetector;
import lamina.model.detector.MomentOutput;
import lamina.task.Learning;
import lamina.task.Scores;

/** Moment retrieval with a detector; the best epoch is that of the highest mAP. */
public final class MomentLearning implements Learning {
  private final Map<Split, Data> splits = new EnumMap<>(Split.class);
  private final Declaration declaration = new Declaration();
  private final MomentDetector model;
  private final TokenNames tokens;

  /**
   * Opens all splits and declares the model.
   *
   * @param dataFolder where the data lie
   * @throws lamina.data.DataException where they are missing or do not fit
   */
  public MomentLearning(MomentRetrieval task, Experiment<?> experiment, DataFolder dataFolder) {
    for (Split split : Split.values()) {
      splits.put(split, Data.open(task.data(), split, dataFolder));
    }
    this.model =
        MomentDetector.of(declaration, task.detector(), DetectorConfig.of(task, experiment));
    this.tokens = new TokenNames(task.detector(), experiment.backbone().layers());
  }

  @Override
  public Declaration declaration() {
    return declaration;
  }

  @Override
  public int size(Split split) {
    return splits.get(split).size();
  }

  @Override
  public NDArray loss(Pass pass, int[] indices) {
    Example batch = splits.get(Split.TRAIN).batch(indices, pass.manager());
    SplittableRandom random = new SplittableRandom(pass.randomSeed());
    List<Targets> targets = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      targets.add(Targets.of(batch.truth().get(i), batch.clips()[i], random));
    }
    pass.setTarget("video", relevant(pass, batch.input().clips(), targets));
    return Loss.of(pass, model.forward(pass, batch.input(), true), batch.input().clips(), targets);
  }

  /** Labels of clips for mechanisms that learn from them: 1 where a clip is relevant, (B, Nv). */
  private static NDArray relevant(Pass pass, NDArray clips, List<Targets> targets) {
    int length = Math.toIntExact(clips.getShape().get(1));
    float[] labels = new float[targets.size() * length];
    for (int i = 0; i < targets.size(); i++) {
      float[] saliency = targets.get(i).saliency();
      for (int clip = 0; clip < saliency.length; clip++) {
        labels[i * length + clip] = saliency[clip] > 0 ? 1 : 0;
      }
    }
    return pass.manager().create(labels, clips.getShape());
  }

  @Override
  public Scores scores(Split split) {
    Data data = splits.get(split);
    Metrics metrics = new Metrics();
    return new Scores() {
      @Override
      public void add(Pass pass, int[] indices) {
        Example batch = data.batch(indices, pass.manager());
        MomentOutput output = model.forward(pass, batch.input(), false);
        if (!Decoding.isFinite(output)) {
          metrics.refuse();
          return;
        }
        List<Prediction> predictions = Decoding.of(output, batch);
        for (int i = 0; i < predictions.size(); i++) {
          metrics.add(predictions.get(i), batch.truth().get(i));
        }
      }

      @Override
      public SortedMap<String, Double> values() {
        return metrics.values();
      }

      @Override
      public Map<String, String> files() {
        return Map.of(
            "predictions.jsonl", lines(metrics.predictions(), Predictions::toLine),
            "ground-truth.jsonl", lines(metrics.truths(), GroundTruths::toLine));
      }
    };
  }

  @Override
  public Observed observed(Split split, int[] indices) {
    return tokens.observed(split, splits.get(split).split(), indices);
  }

  private static <T> String lines(List<T> values, Function<T, String> toLine) {
    StringBuilder text = new StringBuilder();
    values.forEach(value -> text.append(toLine.apply(value)).append('\n'));
    return text.toString();
  }

  @Override
  public void close() {}
}
