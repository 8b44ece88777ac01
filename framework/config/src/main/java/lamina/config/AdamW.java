package lamina.config;

import static lamina.config.Rule.fraction;
import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.positive;

import java.util.function.Function;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101). Decay touches
 * matrices only, not biases and LayerNorms.
 */
public record AdamW(
    double learningRate, double weightDecay, double beta1, double beta2, double epsilon)
    implements Optimizer {
  public AdamW {
    positive("training.optimizer.learningRate", learningRate);
    notNegative("training.optimizer.weightDecay", weightDecay);
    fraction("training.optimizer.beta1", beta1);
    fraction("training.optimizer.beta2", beta2);
    positive("training.optimizer.epsilon", epsilon);
  }

  @Override
  public <R> R fold(Function<AdamW, R> adamW) {
    return adamW.apply(this);
  }
}
