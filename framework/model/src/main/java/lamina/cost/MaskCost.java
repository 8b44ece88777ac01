package lamina.cost;

import java.util.OptionalLong;
import lamina.config.AttentionMask;
import lamina.config.Experiment;
import lamina.config.MaskCount;
import lamina.config.OwnMask;
import lamina.mask.NoMask;
import lamina.mechanism.Buildable;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.encoder.Encoder;

/**
 * What a mask, or what stands in its place, adds to the encoder that it acts in: numbers by
 * declaring that encoder with it and without, which needs no engine; products as it says itself.
 *
 * @param trained numbers that are trained
 * @param kept numbers that are not
 * @param macs in all layers together; empty where nobody has counted them
 */
record MaskCost(long trained, long kept, OptionalLong macs) {
  static MaskCost of(Experiment<?> experiment) {
    return OwnMask.counted(experiment)
        .map(count -> new MaskCost(count.trained(), count.kept(), count.macs()))
        .orElseGet(() -> declared(experiment));
  }

  private static MaskCost declared(Experiment<?> experiment) {
    Declaration masked = declared(experiment, experiment.mask());
    Declaration plain = declared(experiment, new NoMask());
    EncoderStyle style = EncoderStyle.of(experiment.backbone());
    AttentionMask mask = experiment.mask();
    Site site = Site.of(experiment.place(), experiment.backbone(), style, mask.traits());
    return new MaskCost(
        masked.size() - plain.size(),
        masked.frozenSize() - plain.frozenSize(),
        Buildable.of(mask).macs(site));
  }

  private static Declaration declared(Experiment<?> experiment, AttentionMask mask) {
    Declaration declaration = new Declaration();
    new Encoder(declaration, experiment.backbone(), mask, experiment.place());
    return declaration;
  }

  /** The same as data. */
  MaskCount count() {
    return new MaskCount(trained, kept, macs);
  }

  /** Numbers that the model has more. */
  long parameters() {
    return trained + kept;
  }

  /** Whether nothing of it is trained. */
  boolean untrained() {
    return trained == 0 && kept > 0;
  }
}
