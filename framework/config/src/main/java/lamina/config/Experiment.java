package lamina.config;

/**
 * Everything that decides a number, but for the seed.
 *
 * @param <M> the kind of mask, so that axes of a mask exist only where there is one
 */
public record Experiment<M extends AttentionMask>(
    Task task, Encoders encoders, Transformer backbone, M mask, Training training) {

  public Experiment {
    task.tokens(encoders);
    task.requireFit(backbone, mask);
    mask.requireFit(task.place(encoders), backbone, training.batch());
  }

  /** N: the tokens that the backbone sees for one example. */
  public int tokens() {
    return task.tokens(encoders);
  }

  /** The attention that a mask acts on. */
  public MaskShape maskShape() {
    return place().shape();
  }

  /** Where the mask acts. */
  public Place place() {
    return task.place(encoders);
  }

  /** The same experiment under another mask. */
  public <N extends AttentionMask> Experiment<N> with(N other) {
    return new Experiment<>(task, encoders, backbone, other, training);
  }

  public Experiment<M> withTask(Task value) {
    return new Experiment<>(value, encoders, backbone, mask, training);
  }

  public Experiment<M> withBackbone(Transformer value) {
    return new Experiment<>(task, encoders, value, mask, training);
  }

  public Experiment<M> withTraining(Training value) {
    return new Experiment<>(task, encoders, backbone, mask, value);
  }

  /** The same experiment with every default written out: what is hashed and run. */
  public Experiment<AttentionMask> resolved() {
    Task here = mask.actsNowhere() ? task.unmasked() : task;
    return new Experiment<>(here, encoders, backbone, mask.resolved(backbone), training);
  }

  /** One epoch on eight examples: shows that the experiment runs, and never passes for a result. */
  public Experiment<M> smoke() {
    return new Experiment<>(task.smoke(), encoders, backbone, mask, training.withEpochs(1));
  }
}
