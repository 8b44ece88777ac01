package lamina.task.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import lamina.config.Classification;
import lamina.config.ClassificationData;
import lamina.config.Experiment;
import lamina.config.Modality;
import lamina.config.border.Observed;
import lamina.data.DataFolder;
import lamina.data.Examples;
import lamina.data.Split;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.task.Learning;
import lamina.task.Scores;

/** Classification with cross-entropy; the best epoch is that of the highest accuracy. */
public final class ClassificationLearning implements Learning {
  private final Map<Split, Data> splits = new EnumMap<>(Split.class);
  private final Declaration declaration = new Declaration();
  private final Classifier model;
  private final TokenNames tokens;
  private final ClassificationData source;
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
    this.source = task.data();
    this.dataFolder = dataFolder;
    this.tokens = new TokenNames(task.pooling(), modalities, experiment.backbone().layers());
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
    return Loss.of(model.logits(pass, batch), batch.label());
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
    return tokens.observed(split, splits.get(split), Examples.classes(source, dataFolder), indices);
  }

  @Override
  public void close() {
    splits.values().forEach(Data::close);
  }
}
