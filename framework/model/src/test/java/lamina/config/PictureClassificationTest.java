package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lamina.mask.NoMask;
import org.junit.jupiter.api.Test;

class PictureClassificationTest {
  private static final String CHECKSUM = "0123456789abcdef".repeat(4);
  private static final GarmentPictures GARMENTS = new GarmentPictures(2000, 500, 1000, 0);
  private static final ImageFolder IMAGENET =
      new ImageFolder(CHECKSUM, 1000, 224, Integer.MAX_VALUE);

  private static Experiment<NoMask> on(Task task, int patch) {
    Experiment<NoMask> base = Given.baseline();
    return new Experiment<>(
        task,
        new PictureEncoders(new Patches(patch)),
        base.backbone(),
        base.mask(),
        base.training());
  }

  private static Experiment<NoMask> on(ClassificationData data, int patch) {
    return on(new Classification(data, Pooling.CLASS_TOKEN), patch);
  }

  @Test
  void picturesOfTheTwoSizesHaveThePapersNumberOfTokens() {
    assertThat(on(GARMENTS, 2).tokens()).isEqualTo(197);
    assertThat(on(IMAGENET, 16).tokens()).isEqualTo(197);
    assertThat(IMAGENET.modalities(new PictureEncoders(new Patches(16))))
        .containsExactly(new Modality("image", 196, 3 * 16 * 16, 14));
    assertThat(on(GARMENTS, 2).maskShape()).isEqualTo(new MaskShape(197, 197));
  }

  /** Written by hand: the text of the identity never changes, and what came later is left out. */
  @Test
  void theCanonicalTextIsPinnedAndReadBack() {
    Trial garments = Trial.of(on(GARMENTS, 2), 3);
    assertThat(garments.toJson())
        .contains(
            "\"encoders\":{\"picture\":{\"kind\":\"patches\",\"size\":2}}",
            "\"task\":{\"data\":{\"compositionSeed\":0,\"kind\":\"garments\",\"testExamples\":1000,"
                + "\"trainExamples\":2000,\"validationExamples\":500},"
                + "\"kind\":\"classification\",\"pooling\":\"class-token\"}");
    Trial folder = Trial.of(on(IMAGENET, 16), 0);
    assertThat(folder.toJson())
        .contains(
            "\"data\":{\"checksum\":\"%s\",\"classes\":1000,\"kind\":\"image-folder\",\"mostExamples\":2147483647,\"side\":224}"
                .formatted(CHECKSUM));
    for (Trial trial : List.of(garments, folder)) {
      assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
    }
    assertThat(garments.id().hex())
        .isEqualTo("69498bd3655b8db985dc4d84bb848a4841d30c7a04bc3fa51992d4e59426b1d3");
  }

  @Test
  void whatIsDoneToPicturesIsWrittenWhereItIsNotZero() {
    Classification task = new Classification(GARMENTS, Pooling.CLASS_TOKEN, 0.1, 0.8, 1);
    Experiment<NoMask> deit = on(task, 2);
    Trial trial = Trial.of(deit.withBackbone(deit.backbone().withDropPath(0.25)), 0);
    assertThat(trial.toJson())
        .contains("\"cutmix\":1,")
        .contains("\"labelSmoothing\":0.1,\"mixup\":0.8,")
        .contains("\"dropPath\":0.25,");
    assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
    assertThat(trial.id()).isNotEqualTo(Trial.of(on(GARMENTS, 2), 0).id());
    String none = trial.toJson().replace("\"mixup\":0.8,", "\"mixup\":0,");
    assertThat(Trial.fromJson(none).toJson()).doesNotContain("mixup");
  }

  @Test
  void anEarlierBranchIsSkippedLessOften() {
    Transformer deep = Given.backbone().withLayers(5).withDropPath(0.4);
    assertThat(List.of(deep.dropPathOf(0), deep.dropPathOf(1), deep.dropPathOf(4)))
        .containsExactly(0.0, 0.1, 0.4);
    assertThat(deep.withLayers(1).dropPathOf(0)).isZero();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused("encoders.image.size must divide the image's side 28, got 3", () -> on(GARMENTS, 3));
    refused(
        "encoders must be AudiovisualEncoders for pictures with sound, got"
            + " PictureEncoders[picture=Patches[size=8]]",
        () -> on(((Classification) Given.baseline().task()).data(), 8));
    refused(
        "encoders must be PictureEncoders for pictures without sound, got AudiovisualEncoders"
            + "[image=Patches[size=8], audio=MelSpectrogram[bands=32, frameMillis=20]]",
        () -> Given.baseline().withTask(new Classification(GARMENTS, Pooling.MEAN)));
    refused(
        "task.data.trainExamples must be at least 1, got 0", () -> new GarmentPictures(0, 1, 1, 0));
    refused(
        "task.data.checksum must be 64 hexadecimal digits, as lamina data add-images prints them,"
            + " got 'x'",
        () -> new ImageFolder("x", 2, 224, 1));
    refused(
        "task.data.side must be from 1 to 1024, got 1025",
        () -> new ImageFolder(CHECKSUM, 2, 1025, 1));
    refused(
        "task.labelSmoothing must be at least 0 and below 1, got 1",
        () -> new Classification(GARMENTS, Pooling.MEAN, 1, 0, 0));
    refused(
        "task.cutmix must be zero or a positive number, got -1",
        () -> new Classification(GARMENTS, Pooling.MEAN, 0, 0, -1));
    refused(
        "task.mixup must be 0 for pictures with sound, got 0.8",
        () ->
            new Classification(
                ((Classification) Given.baseline().task()).data(), Pooling.MEAN, 0, 0.8, 0));
    refused(
        "backbone.dropPath must be at least 0 and below 1, got 1",
        () -> Given.backbone().withDropPath(1));
  }

  private static void refused(String message, Runnable wrong) {
    assertThatThrownBy(wrong::run).isInstanceOf(ConfigException.class).hasMessage(message);
  }

  @Test
  void aSmokeTestHasEightPicturesASplit() {
    assertThat(GARMENTS.smoke()).isEqualTo(new GarmentPictures(8, 8, 8, 0));
    assertThat(IMAGENET.smoke().mostExamples()).isEqualTo(8);
    Classification task = new Classification(GARMENTS, Pooling.CLASS_TOKEN, 0.1, 0.8, 1);
    assertThat(task.smoke())
        .isEqualTo(new Classification(GARMENTS.smoke(), Pooling.CLASS_TOKEN, 0.1, 0.8, 1));
  }
}
