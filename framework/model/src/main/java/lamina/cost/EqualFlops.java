package lamina.cost;

import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.MomentRetrieval;
import lamina.config.cost.LanguageSize;
import lamina.mask.NoMask;

/**
 * An experiment without a mask that has as many products as one with a mask: a wider backbone, and
 * everything else the same.
 */
public final class EqualFlops {
  private EqualFlops() {}

  /**
   * The width whose MACs of a forward pass are nearest, among those that the heads and the task
   * allow, and then the feed-forward width that brings them nearer still. What remains is at most
   * half of what a unit of the feed-forwards costs.
   *
   * @param language what the data of captioning tell; no other task reads it
   * @throws ConfigException where the mask has fewer products than that, or nobody has counted them
   */
  public static Experiment<NoMask> of(Experiment<?> masked, LanguageSize language) {
    Cost cost = Cost.of(masked, language);
    long macs =
        cost.macs()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "mask must declare its MACs to have a wider control, got "
                            + masked.mask().kind()));
    Experiment<NoMask> nearest = masked.with(new NoMask());
    Experiment<NoMask> wider = nearest;
    while (missing(wider, language, macs) > 0) {
      wider = widened(wider);
      if (Math.abs(missing(wider, language, macs)) <= Math.abs(missing(nearest, language, macs))) {
        nearest = wider;
      }
    }
    Experiment<NoMask> control = fedForward(nearest, language, macs);
    if (control.backbone().equals(masked.backbone())) {
      throw new ConfigException(
          "mask must have more MACs to have a wider control, got " + cost.maskMacs().orElseThrow());
    }
    return control;
  }

  private static Experiment<NoMask> widened(Experiment<NoMask> experiment) {
    int multiple =
        experiment
            .task()
            .fold(classification -> 1, moments -> MomentRetrieval.WAVES, captioning -> 1);
    int width = experiment.backbone().width() + experiment.backbone().heads();
    while (width % multiple != 0) {
      width += experiment.backbone().heads();
    }
    return experiment.withBackbone(experiment.backbone().withWidth(width));
  }

  private static Experiment<NoMask> fedForward(
      Experiment<NoMask> experiment, LanguageSize language, long macs) {
    int feedForward = experiment.backbone().feedForward();
    long missing = missing(experiment, language, macs);
    long unit = missing - missing(with(experiment, feedForward + 1), language, macs);
    long units = Math.round((double) missing / unit);
    return with(experiment, Math.toIntExact(Math.max(1, feedForward + units)));
  }

  private static Experiment<NoMask> with(Experiment<NoMask> experiment, int feedForward) {
    return experiment.withBackbone(experiment.backbone().withFeedForward(feedForward));
  }

  private static long missing(Experiment<NoMask> plain, LanguageSize language, long macs) {
    return macs - Cost.of(plain, language).macs().orElseThrow();
  }
}
