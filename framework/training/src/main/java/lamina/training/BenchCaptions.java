package lamina.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.FeatureTokens;
import lamina.config.GarmentCaptions;
import lamina.config.Generation;
import lamina.config.Normalisation;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.SwinBert;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.VideoPatches;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.SparseMask;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.task.Learning;

/**
 * One row of {@code lamina bench captions}: training steps of SwinBERT's captioner at the paper's
 * length, 50 tokens of a caption and 784 of a video, in a process that does nothing else, so that
 * its peak of memory is the row's. Batch 2, 4 layers of width 256, 8 heads, dropout 0.1; all cores.
 */
public final class BenchCaptions {
  private static final int BAD_INPUT = 2;
  private static final int BATCH = 2;

  private BenchCaptions() {}

  /**
   * Arguments: {@code none}, {@code sparse}, {@code lam} or {@code multi-lam}; how many steps to
   * measure after a first one. Prints the median seconds of a step and the peak of resident
   * mebibytes, empty where the platform does not tell.
   */
  public static void main(String[] arguments) {
    ComputeDevice device = ComputeDevice.start("cpu", Runtime.getRuntime().availableProcessors());
    try (NDManager manager = NDManager.newBaseManager(device.device())) {
      double median =
          measure(experiment(mask(arguments[0])), Integer.parseInt(arguments[1]), manager);
      System.out.printf(Locale.ROOT, "%.2f,%s%n", median, Machine.peakMebibytes().orElse(""));
    } catch (DataException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
    }
  }

  private static AttentionMask mask(String name) {
    return switch (name) {
      case "none" -> new NoMask();
      case "sparse" -> new SparseMask(0.5, false);
      case "lam" -> multiplied(MaskPlacement.SHARED_MASK);
      default -> multiplied(MaskPlacement.PER_LAYER);
    };
  }

  private static LearnableMask multiplied(MaskPlacement placement) {
    return new LearnableMask(
        placement,
        MaskFusion.MULTIPLY,
        2,
        null,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  private static Experiment<?> experiment(AttentionMask mask) {
    return new Experiment<>(
        new Captioning(
            new GarmentCaptions(BATCH, 1, 1, new VideoPatches(16, 7), 0.25, 26, 0),
            new SwinBert(50, 0.5),
            new Generation(1, 0),
            1),
        new FeatureTokens(true),
        new Transformer(4, 8, 256, 1024, 0.1, Activation.GELU, Normalisation.POST),
        mask,
        new Training(
            1,
            BATCH,
            new AdamW(1e-4, 0.05, 0.9, 0.999, 1e-8),
            new Schedule.Constant(),
            1,
            Selection.LAST,
            new Stopping.Never()));
  }

  private static double measure(Experiment<?> experiment, int steps, NDManager manager) {
    Training config = experiment.training();
    try (Learning learning = TrainingRun.learning(experiment, DataFolder.ofThisMachine(), manager);
        Parameters parameters = Parameters.initial(learning.declaration(), 0, manager);
        AdamWStep optimizer =
            config
                .optimizer()
                .fold(adamW -> new AdamWStep(adamW, config.clipNorm(), parameters, manager))) {
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i <= steps; i++) {
        long begin = System.nanoTime();
        step(learning, parameters, manager);
        optimizer.step(config.optimizer().learningRate());
        seconds.add((System.nanoTime() - begin) / 1e9);
      }
      return seconds.subList(1, seconds.size()).stream().sorted().toList().get(steps / 2);
    }
  }

  private static void step(Learning learning, Parameters parameters, NDManager manager) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray loss = learning.objective(pass, new int[] {0, 1});
      pass.backward(loss);
    }
  }
}
