package lamina.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import lamina.config.Activation;
import lamina.config.FeatureProjections;
import lamina.config.MaskedAttention;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.QdDetr;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import org.junit.jupiter.api.Test;

/** What tensors start with: the greatest values that the official code can draw. */
class DetectorStartTest {
  private static final int WIDTH = 32;

  private final Map<String, Declaration.Tensor> tensors = tensors();

  private static Map<String, Declaration.Tensor> tensors() {
    Declaration declaration = new Declaration();
    MomentDetector.of(
        declaration,
        new QdDetr(10, 2, MaskedAttention.CROSS_ATTENTION, PaddingOrder.CORRECTED),
        new DetectorConfig(
            20,
            12,
            new FeatureProjections(2, 0.5),
            new Transformer(2, 4, WIDTH, 64, 0.1, Activation.PRELU, Normalisation.POST),
            new NoMask()));
    return declaration.tensors().stream()
        .collect(Collectors.toMap(Declaration.Tensor::name, tensor -> tensor));
  }

  private void startsWithin(String name, double bound) {
    Declaration.Tensor tensor = tensors.get(name);
    assertThat(tensor).as(name).isNotNull();
    float[] values = new float[tensor.size()];
    tensor.start().fill(values, 0, values.length, new SplittableRandom(1));
    double greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    assertThat(greatest).as(name).isLessThanOrEqualTo(bound + 1e-6);
    if (values.length > 100) {
      assertThat(greatest).as(name).isGreaterThan(0.9 * bound);
    }
  }

  @Test
  void attentionIsOneMatrixToXavierAndItsBiasesAreZero() {
    startsWithin("text-to-video.layer-0.attention.query.weight", Math.sqrt(6.0 / (4 * WIDTH)));
    startsWithin("text-to-video.layer-0.attention.query.bias", 0);
    startsWithin("encoder.layer-1.attention.out.weight", Math.sqrt(6.0 / (2 * WIDTH)));
    startsWithin("encoder.layer-1.attention.out.bias", 0);
  }

  @Test
  void otherMatricesOfTheTransformerAreXavierWithPytorchsBiases() {
    startsWithin("encoder.layer-0.feed-forward.in.weight", Math.sqrt(6.0 / (WIDTH + 64)));
    startsWithin("encoder.layer-0.feed-forward.in.bias", 1 / Math.sqrt(WIDTH));
    startsWithin("decoder.layer-0.cross.query-sine.weight", Math.sqrt(6.0 / (2 * WIDTH)));
    startsWithin("decoder.position.layer-0.bias", 1 / Math.sqrt(WIDTH));
  }

  @Test
  void whatMovesAnchorsStartsUnbiased() {
    startsWithin("decoder.move.layer-2.weight", Math.sqrt(6.0 / (WIDTH + 2)));
    startsWithin("decoder.move.layer-2.bias", 0);
    startsWithin("decoder.move.layer-1.bias", 1 / Math.sqrt(WIDTH));
  }

  @Test
  void whatIsOutsideTheTransformerStartsAsInPytorch() {
    startsWithin("video.layer-0.linear.weight", 1 / Math.sqrt(20));
    startsWithin("heads.span.layer-0.weight", 1 / Math.sqrt(WIDTH));
    startsWithin("clip-saliency.bias", 1 / Math.sqrt(WIDTH));
  }
}
