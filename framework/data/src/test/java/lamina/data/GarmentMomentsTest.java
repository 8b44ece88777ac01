package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import lamina.config.GarmentMoments;
import lamina.data.moments.GarmentMomentsSplit;
import lamina.metric.moments.GroundTruth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarmentMomentsTest {
  private static final int CLIPS = 75;

  @TempDir Path temporary;
  private DataFolder folder;

  @BeforeEach
  void writeData() throws IOException {
    folder = TinyData.in(temporary.resolve("data"));
  }

  @Test
  void examplesAreTheSameBitsOnEveryMachine() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Split split : Split.values()) {
      for (ComposedMoments one : ComposedMoments.of(data(3, 7), split, folder)) {
        digest.update(one.truth().toString().getBytes(StandardCharsets.UTF_8));
        ByteBuffer bits = ByteBuffer.allocate(one.video().length * Float.BYTES);
        bits.asFloatBuffer().put(one.video());
        digest.update(bits.array());
      }
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("60cb42cfe4e855ced1693f620bd8246a00834bb27c1d6d83a0667eef6a120781");
  }

  @Test
  void aSmallerSetIsTheStartOfALargerOne() {
    GarmentMomentsSplit small = GarmentMomentsSplit.compose(data(3, 0), Split.TRAIN, folder);
    GarmentMomentsSplit large = GarmentMomentsSplit.compose(data(6, 0), Split.TRAIN, folder);
    assertThat(small.size()).isEqualTo(3);
    assertThat(large.size()).isEqualTo(6);
    for (int i = 0; i < 3; i++) {
      assertThat(large.truth(i)).isEqualTo(small.truth(i));
      assertThat(large.features(i).video()).isEqualTo(small.features(i).video());
      assertThat(large.features(i).text()).isEqualTo(small.features(i).text());
    }
    assertThat(GarmentMomentsSplit.compose(data(3, 0), Split.TRAIN, folder)).isSameAs(small);
  }

  @Test
  void anotherSeedOrSplitGivesOtherVideos() {
    float[] video = video(data(1, 0), Split.TRAIN);
    assertThat(video(data(1, 1), Split.TRAIN)).isNotEqualTo(video);
    assertThat(video(data(1, 0), Split.TEST)).isNotEqualTo(video);
  }

  @Test
  void windowsAreExactlyWhereGarmentAndVoiceMeet() {
    for (MomentComposer.Plan plan : plans(Split.TRAIN, 300)) {
      GroundTruth truth = plan.truth();
      boolean[] moments = plan.tracks().moments(plan.garment(), plan.voice());
      boolean[] inWindows = new boolean[CLIPS];
      double end = -1;
      for (GroundTruth.Window window : truth.windows()) {
        assertThat(window.start()).as("windows are apart").isGreaterThan(end);
        end = window.end();
        Arrays.fill(inWindows, (int) window.start() / 2, (int) window.end() / 2, true);
      }
      assertThat(inWindows).isEqualTo(moments);
      assertThat(truth.windows()).hasSizeBetween(1, 3);
      assertThat(truth.clips())
          .isEqualTo(IntStream.range(0, CLIPS).filter(clip -> moments[clip]).boxed().toList());
      assertThat(truth.duration()).isEqualTo(150);
      assertThat(truth.query())
          .contains(MomentTexts.GARMENTS.get(plan.garment()))
          .contains(MomentTexts.LANGUAGES.get(plan.voice()));
    }
  }

  @Test
  void windowsAreShortMiddlingAndLong() {
    List<Double> lengths =
        plans(Split.TRAIN, 300).stream()
            .flatMap(plan -> plan.truth().windows().stream())
            .map(GroundTruth.Window::length)
            .toList();
    assertThat(lengths).anyMatch(length -> length <= 10);
    assertThat(lengths).anyMatch(length -> length > 10 && length <= 30);
    assertThat(lengths).anyMatch(length -> length > 30);
  }

  @Test
  void everyVideoHasDistractorsOfBothKinds() {
    for (MomentComposer.Plan plan : plans(Split.VALIDATION, 300)) {
      int[] garments = plan.tracks().garments();
      int[] voices = plan.tracks().voices();
      assertThat(IntStream.range(0, CLIPS))
          .anyMatch(i -> garments[i] == plan.garment() && voices[i] != plan.voice());
      assertThat(IntStream.range(0, CLIPS))
          .anyMatch(i -> garments[i] != plan.garment() && voices[i] == plan.voice());
    }
  }

  @Test
  void theVideoAloneDoesNotTellTheQuery() {
    int shownMost = 0;
    int heardMost = 0;
    int count = 900;
    for (MomentComposer.Plan plan : plans(Split.TRAIN, count)) {
      shownMost += most(plan.tracks().garments()) == plan.garment() ? 1 : 0;
      heardMost += most(plan.tracks().voices()) == plan.voice() ? 1 : 0;
    }
    assertThat(shownMost / (double) count).as("garment shown most").isBetween(0.3, 0.55);
    assertThat(heardMost / (double) count).as("voice heard most").isBetween(0.3, 0.55);
  }

  @Test
  void aGarmentIsShownForAWholeSegment() {
    for (MomentComposer.Plan plan : plans(Split.TEST, 100)) {
      MomentTracks tracks = plan.tracks();
      assertThat(tracks.starts()[0]).isTrue();
      for (int clip = 1; clip < CLIPS; clip++) {
        assertThat(tracks.starts()[clip])
            .isEqualTo(tracks.garments()[clip] != tracks.garments()[clip - 1]);
      }
    }
  }

  @Test
  void testQueriesAreWordedAsNoOther() {
    Set<String> seen = new HashSet<>(MomentTexts.templates(Split.TRAIN));
    assertThat(MomentTexts.templates(Split.VALIDATION)).hasSameElementsAs(seen);
    assertThat(MomentTexts.templates(Split.TEST))
        .hasSizeGreaterThan(1)
        .doesNotContainAnyElementsOf(seen);
    assertThat(MomentTexts.all()).hasSize(500).doesNotHaveDuplicates();
    Set<String> trained = new HashSet<>();
    plans(Split.TRAIN, 900).forEach(plan -> trained.add(plan.truth().query()));
    plans(Split.VALIDATION, 200).forEach(plan -> trained.add(plan.truth().query()));
    for (MomentComposer.Plan plan : plans(Split.TEST, 200)) {
      assertThat(trained).doesNotContain(plan.truth().query());
      assertThat(MomentTexts.all()).contains(plan.truth().query());
    }
  }

  @Test
  void queriesAndVideosHaveNumbersAndNamesOfTheirOwn() {
    Set<Long> numbers = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Split split : Split.values()) {
      for (MomentComposer.Plan plan : plans(split, 50)) {
        assertThat(numbers.add(plan.truth().qid())).isTrue();
        assertThat(names.add(plan.truth().vid())).isTrue();
      }
    }
    assertThat(names).contains("garment-moments-train-000012");
    assertThat(numbers).contains(12L, 1_000_012L, 2_000_012L);
  }

  @Test
  void saliencyIsHigherWhereThereIsLessNoise() {
    List<Integer> quiet = new ArrayList<>();
    List<Integer> noisy = new ArrayList<>();
    for (MomentComposer.Plan plan : plans(Split.TRAIN, 100)) {
      List<List<Integer>> saliency = plan.truth().saliency();
      assertThat(saliency).hasSameSizeAs(plan.truth().clips());
      for (int i = 0; i < saliency.size(); i++) {
        assertThat(saliency.get(i)).hasSize(3).allMatch(score -> score >= 0 && score <= 4);
        double level = plan.levels()[plan.truth().clips().get(i)];
        (level < 0.2 ? quiet : level > 0.8 ? noisy : new ArrayList<Integer>())
            .addAll(saliency.get(i));
      }
    }
    assertThat(mean(quiet)).isBetween(3.4, 3.9);
    assertThat(mean(noisy)).isBetween(0.1, 0.6);
  }

  @Test
  void featuresAreFiniteAndOfOrderOne() {
    for (ComposedMoments one : ComposedMoments.of(data(4, 0), Split.TRAIN, folder)) {
      assertThat(one.video()).hasSize(CLIPS * 262);
      double sum = 0;
      for (float value : one.video()) {
        assertThat(value).isFinite().isBetween(-12f, 12f);
        sum += Math.abs(value);
      }
      assertThat(sum / one.video().length).isBetween(0.2, 3.0);
      for (int clip = 0; clip < CLIPS; clip++) {
        assertThat(one.video()[clip * 262 + 260]).isEqualTo(clip / 75f);
        assertThat(one.video()[clip * 262 + 261]).isEqualTo((clip + 1) / 75f);
      }
    }
  }

  @Test
  void photographsComeFromTheSplit() {
    GarmentMoments noiseless = new GarmentMoments(2, 2, 2, 0, 18, 0);
    Garments garments = Garments.open(folder);
    ClipFeatures features = new ClipFeatures(0, 18, garments);
    for (Split split : Split.values()) {
      MomentComposer composer = new MomentComposer(noiseless, split, garments, Voices.open(folder));
      MomentComposer.Plan plan = composer.plan(1);
      float[] video = composer.video(plan);
      for (int clip = 0; clip < CLIPS; clip++) {
        float[] shown = Arrays.copyOfRange(video, clip * 262, clip * 262 + 196);
        int[] allowed = garments.of(split, plan.tracks().garments()[clip]);
        assertThat(Arrays.stream(allowed))
            .anyMatch(
                picture -> {
                  float[] clean = new float[196];
                  var random = new java.util.SplittableRandom(0);
                  features.picture(picture, 0, random, clean, 0);
                  return Arrays.equals(clean, shown);
                });
      }
    }
  }

  @Test
  void promptsComeFromTheSplit() throws IOException {
    for (Split split : Split.values()) {
      DataFolder muted = TinyData.in(temporary.resolve("muted-" + split));
      muteAllBut(split, muted);
      assertThat(ComposedMoments.of(data(2, 0), split, muted).get(1).video())
          .isEqualTo(ComposedMoments.of(data(2, 0), split, folder).get(1).video());
    }
  }

  @Test
  void sourcesNameEverythingThatTheDataAreMadeOf() {
    Map<String, String> sources = GarmentMomentsSplit.sources(folder);
    assertThat(sources).containsAllEntriesOf(MiniLm.SOURCES).containsKey("minilm.bin");
  }

  private static void muteAllBut(Split split, DataFolder folder) throws IOException {
    PreparedFile file = PreparedFile.open(folder.voices());
    byte[] samples = new byte[file.payload().remaining()];
    file.payload().duplicate().get(samples);
    for (Voices.Prompt prompt : Voices.open(folder).prompts()) {
      if (prompt.split() != split) {
        int from = prompt.start() * Short.BYTES;
        Arrays.fill(samples, from, from + prompt.length() * Short.BYTES, (byte) 0);
      }
    }
    ObjectNode header = file.header().deepCopy();
    PreparedFile.write(folder.voices(), Map.of(), header, samples);
  }

  private float[] video(GarmentMoments data, Split split) {
    return ComposedMoments.of(data, split, folder).get(0).video();
  }

  private List<MomentComposer.Plan> plans(Split split, int count) {
    MomentComposer composer =
        new MomentComposer(data(1, 0), split, Garments.open(folder), Voices.open(folder));
    return IntStream.range(0, count).mapToObj(composer::plan).toList();
  }

  private static int most(int[] track) {
    int[] counts = new int[10];
    Arrays.stream(track).forEach(one -> counts[one]++);
    return IntStream.range(0, 10).reduce((a, b) -> counts[b] > counts[a] ? b : a).orElseThrow();
  }

  private static double mean(List<Integer> values) {
    return values.stream().mapToInt(value -> value).average().orElseThrow();
  }

  private static GarmentMoments data(int queries, long seed) {
    return new GarmentMoments(queries, queries, queries, 0.5, 18, seed);
  }
}
