package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lamina.config.CaptionInput;
import lamina.config.GarmentCaptions;
import lamina.config.ImagesAndSounds;
import lamina.config.VideoPatches;
import lamina.data.CaptionScene.Interval;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.CaptionSplit;
import lamina.data.features.Spread;
import lamina.data.task.TaskData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarmentCaptionsTest {
  private static final int CLIPS = 25;
  private static final CaptionInput BOTH = new ImagesAndSounds();

  @TempDir Path temporary;
  private DataFolder folder;

  @BeforeEach
  void writeData() throws IOException {
    folder = TinyData.in(temporary.resolve("data"));
  }

  private static GarmentCaptions data(int examples, CaptionInput input, long seed) {
    return new GarmentCaptions(examples, examples, examples, input, 0.25, 26, seed);
  }

  private CaptionSplit split(GarmentCaptions data, Split split) {
    return TaskData.captions(data, split, folder);
  }

  private List<CaptionComposer.Plan> plans(Split split, int count) {
    CaptionComposer composer =
        new CaptionComposer(
            data(count, BOTH, 0), split, Garments.open(folder), Voices.open(folder));
    return IntStream.range(0, count).mapToObj(composer::plan).toList();
  }

  @Test
  void examplesAreTheSameBitsOnEveryMachine() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Split part : Split.values()) {
      CaptionSplit composed = split(data(3, BOTH, 7), part);
      for (int i = 0; i < composed.size(); i++) {
        digest.update(composed.references(i).toString().getBytes(StandardCharsets.UTF_8));
        CaptionFeatures features = composed.features(i);
        for (float[] values : List.of(features.video(), features.audio())) {
          ByteBuffer bits = ByteBuffer.allocate(values.length * Float.BYTES);
          bits.asFloatBuffer().put(values);
          digest.update(bits.array());
        }
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("3ad4b2d022bc56bf694b9e354ea1519fb86544af2a0e6c79b108150b0079feb0");
  }

  @Test
  void aSmallerSetIsTheStartOfALargerOne() {
    CaptionSplit small = split(data(3, BOTH, 0), Split.TRAIN);
    CaptionSplit large = split(data(6, BOTH, 0), Split.TRAIN);
    assertThat(small.size()).isEqualTo(3);
    assertThat(large.size()).isEqualTo(6);
    for (int i = 0; i < 3; i++) {
      assertThat(large.references(i)).isEqualTo(small.references(i));
      assertThat(large.features(i).video()).isEqualTo(small.features(i).video());
      assertThat(large.features(i).audio()).isEqualTo(small.features(i).audio());
    }
    assertThat(split(data(3, BOTH, 0), Split.TRAIN)).isSameAs(small);
  }

  @Test
  void anotherSeedOrSplitGivesOtherScenes() {
    float[] video = split(data(1, BOTH, 0), Split.TRAIN).features(0).video();
    assertThat(split(data(1, BOTH, 1), Split.TRAIN).features(0).video()).isNotEqualTo(video);
    assertThat(split(data(1, BOTH, 0), Split.TEST).features(0).video()).isNotEqualTo(video);
  }

  @Test
  void anotherInputShowsTheSameClipsUnderTheSameCaptions() {
    VideoPatches input = new VideoPatches(8, 2);
    CaptionSplit patches = split(data(4, input, 0), Split.TEST);
    CaptionSplit both = split(data(4, BOTH, 0), Split.TEST);
    int[] clips = {1, 4, 7, 10, 14, 17, 20, 23};
    for (int i = 0; i < 4; i++) {
      assertThat(patches.references(i)).isEqualTo(both.references(i));
      float[] video = patches.features(i).video();
      CaptionFeatures whole = both.features(i);
      int at = 0;
      for (int clip : clips) {
        for (int patch = 0; patch < 4; patch++) {
          for (int pixel = 0; pixel < 49; pixel++) {
            int row = patch / 2 * 7 + pixel / 7;
            int column = patch % 2 * 7 + pixel % 7;
            assertThat(video[at++]).isEqualTo(whole.video()[clip * 196 + row * 14 + column]);
          }
          for (int band = 0; band < 64; band++) {
            assertThat(video[at++]).isEqualTo(whole.audio()[clip * 64 + band]);
          }
        }
      }
      assertThat(video).hasSize(at);
    }
  }

  @Test
  void tokensAreAsManyAndAsWideAsTheConfigurationSays() {
    for (CaptionInput input :
        List.of(new VideoPatches(8, 1), new VideoPatches(16, 7), new VideoPatches(9, 14), BOTH)) {
      CaptionFeatures features = split(data(1, input, 0), Split.TRAIN).features(0);
      assertThat(features.videoTokens()).isEqualTo(input.videoTokens());
      assertThat(features.video()).hasSize(input.videoTokens() * input.videoFeatures());
      assertThat(features.audioTokens()).isEqualTo(input.audioTokens());
      assertThat(features.audio()).hasSize(input.audioTokens() * input.audioFeatures());
    }
  }

  @Test
  void featuresAreFiniteAndOfOrderOne() {
    CaptionFeatures features = split(data(1, BOTH, 0), Split.TRAIN).features(0);
    for (float[] values : List.of(features.video(), features.audio())) {
      double sum = 0;
      for (float value : values) {
        assertThat(value).isFinite().isBetween(-12f, 12f);
        sum += Math.abs(value);
      }
      assertThat(sum / values.length).isBetween(0.2, 3.0);
    }
  }

  @Test
  void somethingChangesInEveryScene() {
    for (CaptionComposer.Plan plan : plans(Split.TRAIN, 300)) {
      List<Interval> intervals = plan.scene().intervals();
      assertThat(intervals).hasSizeBetween(2, 5);
      assertThat(intervals.get(0).start()).isZero();
      for (int i = 1; i < intervals.size(); i++) {
        Interval before = intervals.get(i - 1);
        Interval now = intervals.get(i);
        assertThat(now.garment() != before.garment() || now.voice() != before.voice()).isTrue();
        assertThat(now.start() - before.start()).isGreaterThanOrEqualTo(4);
      }
      assertThat(CLIPS - intervals.get(intervals.size() - 1).start()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void eightFramesSeeEveryIntervalOfEveryScene() {
    for (int frames = 8; frames <= CLIPS; frames++) {
      int[] seen = Spread.of(CLIPS, frames);
      for (CaptionComposer.Plan plan : plans(Split.VALIDATION, 100)) {
        Set<Interval> there = new HashSet<>();
        Arrays.stream(seen).forEach(clip -> there.add(plan.scene().at(clip)));
        assertThat(there).hasSameElementsAs(plan.scene().intervals());
      }
    }
  }

  @Test
  void aScenesIntervalsAreFoundByTheirClips() {
    CaptionScene scene =
        new CaptionScene(
            List.of(
                new Interval(0, 3, 1),
                new Interval(5, 3, 2),
                new Interval(10, 4, 2),
                new Interval(20, 3, 2)));
    assertThat(IntStream.of(0, 4, 5, 9, 10, 19, 20, 24).mapToObj(scene::at).map(Interval::start))
        .containsExactly(0, 0, 5, 5, 10, 10, 20, 20);
    assertThat(IntStream.of(0, 5, 9, 10, 19, 20, 24).map(scene::shownSince))
        .containsExactly(0, 0, 0, 10, 10, 20, 20);
  }

  @Test
  void aSceneHasThreeToFiveCaptionsOfDifferentWordings() {
    Set<Integer> counts = new HashSet<>();
    for (Split part : Split.values()) {
      for (CaptionComposer.Plan plan : plans(part, 100)) {
        assertThat(plan.references()).hasSizeBetween(3, 5).doesNotHaveDuplicates();
        counts.add(plan.references().size());
      }
    }
    assertThat(counts).containsExactlyInAnyOrder(3, 4, 5);
  }

  @Test
  void heldOutWordingsAreTheFirstTwoOfATestSceneAndNowhereElse() {
    for (Split part : Split.values()) {
      for (CaptionComposer.Plan plan : plans(part, 150)) {
        List<String> heldOut =
            CaptionTexts.HELD_OUT.stream().map(one -> one.caption(plan.scene())).toList();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < plan.references().size(); i++) {
          if (heldOut.contains(plan.references().get(i))) {
            places.add(i);
          }
        }
        assertThat(places).isEqualTo(part == Split.TEST ? List.of(0, 1) : List.of());
      }
    }
  }

  @Test
  void noCaptionOfTheTestsHeldOutWordingsWasTrainedOn() {
    Set<String> trained = new HashSet<>();
    plans(Split.TRAIN, 600).forEach(plan -> trained.addAll(plan.references()));
    for (CaptionComposer.Plan plan : plans(Split.TEST, 200)) {
      assertThat(trained).doesNotContainAnyElementsOf(plan.references().subList(0, 2));
    }
  }

  @Test
  void garmentsAndVoicesAreBalanced() {
    int[] shown = new int[10];
    int[] heard = new int[5];
    for (CaptionComposer.Plan plan : plans(Split.TRAIN, 500)) {
      for (Interval interval : plan.scene().intervals()) {
        shown[interval.garment()]++;
        heard[interval.voice()]++;
      }
    }
    int all = IntStream.of(shown).sum();
    for (int count : shown) {
      assertThat(10.0 * count / all).isBetween(0.75, 1.25);
    }
    for (int count : heard) {
      assertThat(5.0 * count / all).isBetween(0.75, 1.25);
    }
  }

  @Test
  void photographsAndTheirNoiseFitTheScene() {
    GarmentCaptions noiseless = new GarmentCaptions(1, 1, 1, BOTH, 0, 26, 0);
    Garments garments = Garments.open(folder);
    ClipFeatures features = new ClipFeatures(0, 26, garments);
    for (Split part : Split.values()) {
      CaptionComposer composer =
          new CaptionComposer(noiseless, part, garments, Voices.open(folder));
      CaptionComposer.Plan plan = composer.plan(3);
      int[] all = IntStream.range(0, CLIPS).toArray();
      float[] pictures = composer.compose(plan, all).pictures();
      for (int clip = 0; clip < CLIPS; clip++) {
        float[] shown = Arrays.copyOfRange(pictures, clip * 196, clip * 196 + 196);
        int[] allowed = garments.of(part, plan.scene().at(clip).garment());
        assertThat(IntStream.of(allowed))
            .anyMatch(picture -> Arrays.equals(plain(features, picture), shown));
        int since = plan.scene().shownSince(clip);
        assertThat(Arrays.copyOfRange(pictures, since * 196, since * 196 + 196)).isEqualTo(shown);
      }
    }
  }

  private static float[] plain(ClipFeatures features, int picture) {
    float[] pixels = new float[196];
    features.picture(picture, 0.5, new SplittableRandom(0), pixels, 0);
    return pixels;
  }

  @Test
  void scenesHaveNamesOfTheirOwn() {
    Set<String> names = new HashSet<>();
    for (Split part : Split.values()) {
      plans(part, 50).forEach(plan -> assertThat(names.add(plan.id())).isTrue());
    }
    assertThat(names).contains("garment-captions-validation-000012");
  }

  @Test
  void theInventoryCountsWhatIsThere() {
    List<String> lines = CaptionInventory.of(data(40, BOTH, 0), folder);
    assertThat(lines).hasSize(9);
    assertThat(lines.get(0))
        .isEqualTo(
            "wordings: 6 shared, 3 held out; of a test scene's captions 2 are of held-out wordings");
    assertThat(lines.get(1)).startsWith("train: 40 scenes; with one, two, three, four changes ");
    int captions = split(data(40, BOTH, 0), Split.TEST).captions().size();
    assertThat(lines.get(8)).startsWith("test: " + captions + " captions, ");
  }
}
