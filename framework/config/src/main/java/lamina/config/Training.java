package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.require;

/**
 * How the parameters are found.
 *
 * @param epochs passes over the training examples
 * @param batch examples a step
 * @param clipNorm greatest L2 norm of all gradients together; 0 for no clipping
 */
public record Training(
    int epochs,
    int batch,
    Optimizer optimizer,
    Schedule schedule,
    double clipNorm,
    Selection selection,
    Stopping stopping) {

  public Training {
    atLeast(1, "training.epochs", epochs);
    atLeast(1, "training.batch", batch);
    notNegative("training.clipNorm", clipNorm);
    require(
        selection == Selection.BEST_VALIDATION || stopping instanceof Stopping.Never,
        "training.stopping",
        "be never where training.selection is last, since nothing then says which epoch was best",
        stopping);
  }

  public Training withEpochs(int value) {
    return new Training(value, batch, optimizer, schedule, clipNorm, selection, stopping);
  }

  public Training withOptimizer(Optimizer value) {
    return new Training(epochs, batch, value, schedule, clipNorm, selection, stopping);
  }
}
