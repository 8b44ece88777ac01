package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.model.Given;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.Test;

class GenerationTest {
  private static final int END = 5;

  /** Reads every sequence from its start at every step. */
  private static final class Uncached implements NextTokens {
    private final Decoder decoder;
    private final Parameters parameters;
    private final Function<Pass, Prompts> prompting;
    private final NDManager manager;
    private int[][] sequences;
    private int[] examples;

    Uncached(
        Decoder decoder,
        Parameters parameters,
        int[][] start,
        Function<Pass, Prompts> prompting,
        NDManager manager) {
      this.decoder = decoder;
      this.parameters = parameters;
      this.sequences = start;
      this.examples = IntStream.range(0, start.length).toArray();
      this.prompting = prompting;
      this.manager = manager;
    }

    @Override
    public float[][] first() {
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        long[] rows = Arrays.stream(examples).asLongStream().toArray();
        Prompts prompts = prompting.apply(pass).rows(pass.manager().create(rows));
        NDArray hidden = decoder.forward(pass, sequences, Past.NONE, prompts).hidden();
        NDArray last = hidden.get(new NDIndex(":, " + (sequences[0].length - 1)));
        float[] flat = decoder.logits(pass, last).toFloatArray();
        int words = flat.length / sequences.length;
        return IntStream.range(0, sequences.length)
            .mapToObj(i -> Arrays.copyOfRange(flat, i * words, (i + 1) * words))
            .toArray(float[][]::new);
      }
    }

    @Override
    public float[][] next(int[] parents, int[] tokens) {
      int[][] longer = new int[parents.length][];
      int[] of = new int[parents.length];
      for (int i = 0; i < parents.length; i++) {
        int[] before = sequences[parents[i]];
        longer[i] = Arrays.copyOf(before, before.length + 1);
        longer[i][before.length] = tokens[i];
        of[i] = examples[parents[i]];
      }
      sequences = longer;
      examples = of;
      return first();
    }

    @Override
    public void close() {}
  }

  /** Scores that depend on the last token alone. */
  private static final class Table implements NextTokens {
    private final float[][] rows;
    private int steps;

    Table(float[]... rows) {
      this.rows = rows;
    }

    @Override
    public float[][] first() {
      return new float[][] {rows[0]};
    }

    @Override
    public float[][] next(int[] parents, int[] tokens) {
      steps++;
      return Arrays.stream(tokens).mapToObj(token -> rows[token]).toArray(float[][]::new);
    }

    @Override
    public void close() {}
  }

  @Test
  void generationFromACacheIsThatWithoutOneTokenForToken() {
    SplittableRandom random = new SplittableRandom(12);
    int generatedTokens = 0;
    for (int round = 0; round < 25; round++) {
      try (NDManager manager = NDManager.newBaseManager()) {
        DecoderConfig config = any(random);
        DecoderGiven given = DecoderGiven.of(config, round, manager);
        Adapter adapter = new Adapter(given.declaration(), given.decoder(), 1, 2);
        Parameters parameters = given.parameters(manager);
        parameters.set(opened(parameters));
        int[][] start = start(random, config);
        NDArray added = Given.uniform(manager, round, start.length, 2, config.width());
        boolean each = random.nextBoolean();
        Function<Pass, Prompts> prompting = pass -> adapter.forward(pass, each ? added : null);
        BeamSearch search =
            new BeamSearch(
                1 + random.nextInt(4), 1 + random.nextInt(9), END, random.nextInt(3) / 2.0);
        List<Generated> cached;
        try (NextTokens next =
            new CachedNextTokens(given.decoder(), parameters, start, prompting, manager)) {
          cached = search.run(next);
        }
        List<Generated> whole =
            search.run(new Uncached(given.decoder(), parameters, start, prompting, manager));
        for (int i = 0; i < start.length; i++) {
          assertThat(cached.get(i).tokens()).isEqualTo(whole.get(i).tokens());
          assertThat(cached.get(i).ended()).isEqualTo(whole.get(i).ended());
          assertThat(cached.get(i).logProbability())
              .isCloseTo(whole.get(i).logProbability(), within(1e-3));
          generatedTokens += cached.get(i).tokens().size();
        }
      }
    }
    assertThat(generatedTokens).isGreaterThan(100);
  }

  private static DecoderConfig any(SplittableRandom random) {
    int heads = 1 << random.nextInt(3);
    int groups = Math.max(1, heads >> random.nextInt(3));
    return new DecoderConfig(
        6 + random.nextInt(8),
        4 * heads,
        1 + random.nextInt(3),
        heads,
        groups,
        7,
        1e-5,
        100,
        random.nextBoolean());
  }

  private static int[][] start(SplittableRandom random, DecoderConfig config) {
    int[][] start = new int[1 + random.nextInt(3)][1 + random.nextInt(4)];
    for (int[] sequence : start) {
      Arrays.setAll(sequence, i -> random.nextInt(config.vocabulary()));
    }
    return start;
  }

  /** Gates that are not zero. */
  private static float[] opened(Parameters parameters) {
    float[] values = parameters.values();
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.5f;
    }
    return values;
  }

  @Test
  void sequencesOfABatchAreGeneratedAsIfAlone() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DecoderGiven given = DecoderGiven.of(DecoderGiven.config(), 3, manager);
      Parameters parameters = given.parameters(manager);
      BeamSearch search = new BeamSearch(3, 7, END, 1);
      List<Generated> together = run(search, given, parameters, DecoderGiven.TOKENS, manager);
      for (int i = 0; i < together.size(); i++) {
        int[][] one = {DecoderGiven.TOKENS[i]};
        assertThat(run(search, given, parameters, one, manager).get(0).tokens())
            .isEqualTo(together.get(i).tokens());
      }
    }
  }

  private static List<Generated> run(
      BeamSearch search,
      DecoderGiven given,
      Parameters parameters,
      int[][] start,
      NDManager manager) {
    try (NextTokens next =
        new CachedNextTokens(given.decoder(), parameters, start, pass -> Prompts.NONE, manager)) {
      return search.run(next);
    }
  }

  /** Token 0 starts; 1 looks better than 2 at first; 3 ends. */
  private static Table detour() {
    float never = -100;
    return new Table(
        new float[] {never, 1, 0.5f, never},
        new float[] {0, 0, 0, 0},
        new float[] {never, never, never, 5},
        new float[] {0, 0, 0, 0});
  }

  @Test
  void greedyGenerationFollowsTheBestTokenAndABeamFindsTheBestSequence() {
    Generated greedy = BeamSearch.greedy(4, 3).run(detour()).get(0);
    assertThat(greedy.tokens()).startsWith(1);
    Generated beam = new BeamSearch(2, 4, 3, 0).run(detour()).get(0);
    assertThat(beam.tokens()).containsExactly(2);
    assertThat(beam.ended()).isTrue();
    assertThat(beam.logProbability()).isCloseTo(-Math.log(1 + Math.exp(0.5)), within(1e-6));
    assertThat(beam.logProbability()).isGreaterThan(greedy.logProbability());
  }

  @Test
  void aSearchEndsWhenNothingCanBeatWhatHasEnded() {
    Table table = detour();
    new BeamSearch(2, 1000, 3, 0).run(table);
    assertThat(table.steps).isEqualTo(1);
  }

  @Test
  void aBeamAsWideAsAllSequencesFindsTheBestOfThem() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 40; round++) {
      float[][] rows = new float[4][4];
      for (float[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) (4 * random.nextDouble());
        }
      }
      double penalty = random.nextInt(4) / 2.0;
      Generated found = new BeamSearch(256, 4, 3, penalty).run(new Table(rows)).get(0);
      double score = found.logProbability() / Math.pow(found.length(), penalty);
      assertThat(score).isCloseTo(best(rows, 0, 0, 0, penalty), within(1e-6));
    }
  }

  /** The best score of all sequences of at most 4 tokens, of which 3 ends. */
  private static double best(float[][] rows, int last, int length, double sum, double penalty) {
    double most = Double.NEGATIVE_INFINITY;
    for (int token = 0; token < 4; token++) {
      double now = sum + rows[last][token] - logSum(rows[last]);
      boolean over = token == 3 || length == 3;
      double here =
          over ? now / Math.pow(length + 1, penalty) : best(rows, token, length + 1, now, penalty);
      most = Math.max(most, here);
    }
    return most;
  }

  private static double logSum(float[] row) {
    double sum = 0;
    for (float score : row) {
      sum += Math.exp(score);
    }
    return Math.log(sum);
  }

  @Test
  void theGreatestLengthIsKept() {
    for (int maximum = 1; maximum < 4; maximum++) {
      float[] row = {1, 0, 0, -50};
      Generated generated = BeamSearch.greedy(maximum, 3).run(new Table(row)).get(0);
      assertThat(generated.tokens()).hasSize(maximum).containsOnly(0);
      assertThat(generated.ended()).isFalse();
    }
  }

  @Test
  void searchesThatMakeNoSenseAreRefused() {
    List<Runnable> senseless = new ArrayList<>();
    senseless.add(() -> new BeamSearch(0, 1, 0, 0));
    senseless.add(() -> new BeamSearch(1, 0, 0, 0));
    senseless.add(() -> new BeamSearch(1, 1, 0, -1));
    for (Runnable search : senseless) {
      assertThatThrownBy(search::run).isInstanceOf(ConfigException.class);
    }
    assertThatThrownBy(() -> BeamSearch.greedy(3, 4).run(detour()))
        .hasMessage("generation.end must be below the vocabulary of 4, got 4");
  }
}
