package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionsDataTest {
  private static final MsrVtt MSR_VTT = new MsrVtt(20, 512, 10, 128, 1000);
  private static final Mad MAD = new Mad(MadFeatures.CLIP_L14, 25, 25, 128, 500);

  private static GarmentCaptions garments(CaptionInput input) {
    return new GarmentCaptions(9, 8, 7, input, 0.25, 26, 0);
  }

  @Test
  void swinBertsLengthCanBeReached() {
    GarmentCaptions data = garments(new VideoPatches(16, 7));
    assertThat(data.videoTokens() + CaptionsData.CAPTION_TOKENS).isEqualTo(834);
    assertThat(data.audioTokens()).isZero();
    assertThat(GarmentCaptions.STANDARD.videoTokens()).isEqualTo(32);
  }

  @Test
  void audioDescriptionHas25ImageTokensAnd25AudioTokens() {
    GarmentCaptions data = garments(new ImagesAndSounds());
    assertThat(data.videoTokens()).isEqualTo(25);
    assertThat(data.audioTokens()).isEqualTo(25);
    assertThat(data.videoFeatures()).isEqualTo(196);
    assertThat(data.audioFeatures()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({"8, 1, 8, 260", "8, 2, 32, 113", "25, 7, 1225, 68", "25, 14, 4900, 65"})
  void aVideoTokenIsAPatchAndTheSoundOfItsFrame(int frames, int grid, int tokens, int features) {
    GarmentCaptions data = garments(new VideoPatches(frames, grid));
    assertThat(data.videoTokens()).isEqualTo(tokens);
    assertThat(data.videoFeatures()).isEqualTo(features);
  }

  @Test
  void everyKindIsReadBackFromItsText() {
    for (CaptionsData data :
        List.of(
            GarmentCaptions.STANDARD, garments(new ImagesAndSounds()), MSR_VTT, MAD, MAD.smoke())) {
      assertThat(Json.read(Json.line(data), CaptionsData.class)).isEqualTo(data);
    }
  }

  @Test
  void theCanonicalTextIsPinned() {
    assertThat(Json.canonical(Json.tree(GarmentCaptions.STANDARD)))
        .isEqualTo(
            "{\"audioSnrDecibels\":26,\"compositionSeed\":0,\"imageNoise\":0.25,"
                + "\"input\":{\"frames\":8,\"grid\":2,\"kind\":\"video-patches\"},"
                + "\"kind\":\"garment-captions\",\"testExamples\":400,\"trainExamples\":2000,"
                + "\"validationExamples\":200}");
    assertThat(Json.canonical(Json.tree(MAD)))
        .isEqualTo(
            "{\"audioFeatures\":128,\"audioTokens\":25,\"features\":\"clip-l14\",\"kind\":\"mad\","
                + "\"mostDescriptions\":500,\"videoTokens\":25}");
  }

  @Test
  void aSmokeTestHasEightExamplesAtMost() {
    assertThat(GarmentCaptions.STANDARD.smoke().trainExamples()).isEqualTo(8);
    assertThat(MSR_VTT.smoke()).isEqualTo(new MsrVtt(20, 512, 10, 128, 8));
    assertThat(new MsrVtt(20, 512, 0, 0, 3).smoke().mostVideos()).isEqualTo(3);
    assertThat(MAD.smoke()).isEqualTo(new Mad(MadFeatures.CLIP_L14, 25, 25, 128, 8));
  }

  @Test
  void officialFeaturesHaveTheirModelsWidth() {
    assertThat(MAD.videoFeatures()).isEqualTo(768);
    assertThat(new Mad(MadFeatures.CLIP_B32, 25, 0, 0, 1).videoFeatures()).isEqualTo(512);
  }

  @Test
  void aWrongFieldIsNamed() {
    refused(
        "task.data.trainExamples must be at least 1, got 0",
        () -> new GarmentCaptions(0, 1, 1, new ImagesAndSounds(), 0.25, 26, 0));
    refused(
        "task.data.testExamples must be at least 1, got -2",
        () -> new GarmentCaptions(1, 1, -2, new ImagesAndSounds(), 0.25, 26, 0));
    refused(
        "task.data.imageNoise must be zero or a positive number, got -0.5",
        () -> new GarmentCaptions(1, 1, 1, new ImagesAndSounds(), -0.5, 26, 0));
    refused(
        "task.data.audioSnrDecibels must be a finite number, got NaN",
        () -> new GarmentCaptions(1, 1, 1, new ImagesAndSounds(), 0.25, Double.NaN, 0));
    refused("task.data.input.frames must be from 8 to 25, got 7", () -> new VideoPatches(7, 2));
    refused("task.data.input.frames must be from 8 to 25, got 32", () -> new VideoPatches(32, 7));
    refused("task.data.input.grid must be at least 1, got 0", () -> new VideoPatches(8, 0));
    refused(
        "task.data.input.grid must divide the picture's side 14, got 4",
        () -> new VideoPatches(8, 4));
    refused("task.data.videoTokens must be at least 1, got 0", () -> new MsrVtt(0, 512, 0, 0, 1));
    refused("task.data.videoFeatures must be at least 1, got 0", () -> new MsrVtt(1, 0, 0, 0, 1));
    refused(
        "task.data.audioFeatures must be 0 where task.data.audioTokens is, and else not, got 128",
        () -> new MsrVtt(1, 512, 0, 128, 1));
    refused(
        "task.data.audioFeatures must be 0 where task.data.audioTokens is, and else not, got 0",
        () -> new Mad(MadFeatures.CLIP_B32, 25, 25, 0, 1));
    refused("task.data.audioTokens must be at least 0, got -1", () -> new MsrVtt(1, 512, -1, 0, 1));
    refused("task.data.mostVideos must be at least 1, got 0", () -> new MsrVtt(1, 512, 0, 0, 0));
    refused(
        "task.data.mostDescriptions must be at least 1, got 0",
        () -> new Mad(MadFeatures.CLIP_B32, 25, 0, 0, 0));
    refused(
        "task.data.features must be one of clip-b32, clip-l14, got 'clip-b16'",
        () -> Json.read(Json.line(MAD).replace("clip-l14", "clip-b16"), CaptionsData.class));
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
