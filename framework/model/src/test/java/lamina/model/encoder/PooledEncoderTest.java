package lamina.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.ImageFolder;
import lamina.config.Normalisation;
import lamina.config.Patches;
import lamina.config.PictureEncoders;
import lamina.config.Pooling;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import lamina.model.Linear;
import org.junit.jupiter.api.Test;

class PooledEncoderTest {
  /** ViT-B/16 with 1000 classes has 86,567,656 parameters in torchvision. */
  @Test
  void aVisionTransformerOfThatSizeDeclaresWhatVitDoes() {
    ImageFolder data = new ImageFolder("0".repeat(64), 1000, 224, 1);
    Experiment<NoMask> vit =
        new Experiment<>(
            new Classification(data, Pooling.CLASS_TOKEN),
            new PictureEncoders(new Patches(16)),
            new Transformer(12, 12, 768, 3072, 0, Activation.GELU, Normalisation.PRE),
            new NoMask(),
            new Training(
                1,
                1,
                new AdamW(1e-3, 0, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                0,
                Selection.LAST,
                new Stopping.Never()));
    Declaration declaration = new Declaration();
    new PooledEncoder(declaration, vit, Pooling.CLASS_TOKEN, data.modalities(vit.encoders()));
    new Linear(declaration.in("head"), 768, data.classes());
    assertThat(declaration.size()).isEqualTo(86_567_656);
    assertThat(
            declaration.tensors().stream()
                .filter(tensor -> !tensor.name().startsWith("encoder."))
                .map(tensor -> tensor.name() + " " + tensor.shape()))
        .containsExactly(
            "image.projection.weight (768, 768)",
            "image.projection.bias (768)",
            "image.modality (768)",
            "image.positions (196, 768)",
            "class-token (1, 1, 768)",
            "head.weight (1000, 768)",
            "head.bias (1000)");
  }
}
