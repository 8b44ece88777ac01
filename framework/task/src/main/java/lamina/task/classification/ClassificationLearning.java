package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.Modality;
import lamina.config.PictureEncoders;
import lamina.config.border.Observed;
import lamina.data.DataFolder;
import lamina.data.Examples;
import lamina.data.Split;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.task.Learning;
import lamina.task.Scores;
import org.jspecify.annotations.Nullable;

/** Classification with cross-entropy; the best epoch is that of the highest accuracy. */
public final class ClassificationLearning implements Learning {
  private final Map<Split, Data> splits = new EnumMap<>(Split.class);
  private final Declaration declaration = new Declaration();
  private final Classifier model;
  private final TokenNames tokens;
  private final Classification task;
  private final @Nullable Mixing mixing;
  private final DataFolder dataFolder;
  private Chance chance = new Chance(0, 0);

  /**
   * Loads all splits onto the manager's device and declares the model.
   *
   * @param dataFolder where the fetched data lie
   */
  public ClassificationLearning(
      Classification task, Experiment<?> experiment, DataFolder dataFolder, NDManager manager) {
    for (Split split : Split.values()) {
      splits.put(split, Data.load(task.data(), experiment.encoders(), split, dataFolder, manager));
    }
    List<Modality> modalities = task.data().modalities(experiment.encoders());
    this.model = new Classifier(declaration, task, experiment, modalities);
    this.task = task;
    this.mixing = mixing(task, experiment);
    this.dataFolder = dataFolder;
    this.tokens = new TokenNames(task.pooling(), modalities, experiment.backbone().layers());
  }

  private static @Nullable Mixing mixing(Classification task, Experiment<?> experiment) {
    return task.mixup() > 0 || task.cutmix() > 0
        ? new Mixing(task, experiment.encoders().as(PictureEncoders.class, "mixing"))
        : null;
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
  public void begin(long seed, int epoch) {
    chance = new Chance(seed, epoch);
  }

  @Override
  public NDArray loss(Pass pass, int[] indices) {
    Example batch = splits.get(Split.TRAIN).varied(indices, chance, pass.manager());
    if (mixing == null) {
      return Loss.smoothed(pass, model.logits(pass, batch), batch.label(), task.labelSmoothing());
    }
    Mixing.Way way = mixing.draw(chance.source("mixing", indices[0]));
    NDArray mixed = mixing.of(pass, batch.features().get(0), way);
    NDArray logits = model.logits(pass, new Example(List.of(mixed), batch.label()));
    return Loss.mixed(pass, logits, batch.label(), task.labelSmoothing(), way.own());
  }

  @Override
  public Scores scores(Split split) {
    Data data = splits.get(split);
    Metrics metrics = new Metrics();
    return new Scores() {
      @Override
      public void add(Pass pass, int[] indices) {
        Example batch = data.batch(indices, pass.manager());
        NDArray logits = model.logits(pass, batch);
        float[] losses = Loss.each(logits, batch.label()).toFloatArray();
        float[] flat = logits.toFloatArray();
        int classes = flat.length / indices.length;
        for (int i = 0; i < indices.length; i++) {
          float[] row = java.util.Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
          metrics.add(row, data.label(indices[i]), losses[i]);
        }
      }

      @Override
      public SortedMap<String, Double> values() {
        return metrics.values();
      }
    };
  }

  @Override
  public Observed observed(Split split, int[] indices) {
    return tokens.observed(
        split, splits.get(split), Examples.classes(task.data(), dataFolder), indices);
  }

  @Override
  public void close() {
    splits.values().forEach(Data::close);
  }
}
