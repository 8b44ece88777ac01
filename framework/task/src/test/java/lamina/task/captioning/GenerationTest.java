package lamina.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.data.text.Tokenizer;
import lamina.data.text.Vocabulary;
import lamina.mask.MaskFusion;
import lamina.mask.NoMask;
import lamina.mask.StaticMask;
import lamina.model.Pass;
import lamina.model.language.BeamSearch;
import lamina.model.language.Generated;
import lamina.model.language.NextTokens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generation that keeps what it has read, against one that reads all of it for every word. */
class GenerationTest {
  private static final List<Given.Video> PADDED =
      List.of(
          new Given.Video(3, 2, "a coat and a bag"),
          new Given.Video(1, 0, "we hear French"),
          new Given.Video(2, 1, "a bag is shown"));

  static Stream<AttentionMask> masks() {
    return Stream.of(new NoMask(), Given.mask(), new StaticMask(MaskFusion.ADD));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void whatIsKeptGivesTheTokensThatRereadingGives(AttentionMask mask) {
    try (Subject subject = Subject.adapter(mask, PADDED)) {
      for (int gate = 0; gate < 2; gate++) {
        subject.change("adapter.layer-1.gates", gate, value -> 1.5f);
      }
      for (BeamSearch search :
          List.of(
              BeamSearch.greedy(Given.CAPTION_TOKENS - 1, Vocabulary.EOS),
              new BeamSearch(3, Given.CAPTION_TOKENS - 1, Vocabulary.EOS, 1))) {
        List<Generated> kept = subject.generate(search);
        assertThat(tokens(kept)).isEqualTo(tokens(search.run(new Rereading(subject))));
        assertThat(kept).as("one a video").hasSize(3);
      }
    }
  }

  private static List<List<Integer>> tokens(List<Generated> generated) {
    return generated.stream().map(Generated::tokens).toList();
  }

  /** Log probabilities of next words: every word in turn is put behind what is there, and read. */
  private static final class Rereading implements NextTokens {
    private final Subject subject;
    private List<Integer> examples = new ArrayList<>();
    private List<int[]> words = new ArrayList<>();

    Rereading(Subject subject) {
      this.subject = subject;
      for (int example : subject.all()) {
        examples.add(example);
        words.add(new int[0]);
      }
    }

    @Override
    public float[][] first() {
      return scores();
    }

    @Override
    public float[][] next(int[] parents, int[] tokens) {
      List<Integer> nextExamples = new ArrayList<>();
      List<int[]> nextWords = new ArrayList<>();
      for (int i = 0; i < parents.length; i++) {
        int[] before = words.get(parents[i]);
        int[] longer = Arrays.copyOf(before, before.length + 1);
        longer[before.length] = tokens[i];
        nextExamples.add(examples.get(parents[i]));
        nextWords.add(longer);
      }
      examples = nextExamples;
      words = nextWords;
      return scores();
    }

    private float[][] scores() {
      float[][] scores = new float[words.size()][];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = scores(examples.get(i), words.get(i));
      }
      return scores;
    }

    private float[] scores(int example, int[] before) {
      int[][] captions = new int[subject.data().vocabulary().size()][];
      for (int word = 0; word < captions.length; word++) {
        captions[word] = Arrays.copyOf(new int[] {Vocabulary.BOS}, before.length + 3);
        System.arraycopy(before, 0, captions[word], 1, before.length);
        captions[word][before.length + 1] = word;
        captions[word][before.length + 2] = Vocabulary.EOS;
      }
      try (Pass pass = subject.pass()) {
        int[] again = new int[captions.length];
        Arrays.fill(again, example);
        Example one = subject.data().batch(again, pass.manager());
        Example asked = new Example(one.video(), one.audio(), captions);
        return ofLastWords(
            subject.data().vocabulary(),
            before.length,
            captions,
            subject.model().read(pass, asked).toFloatArray());
      }
    }

    /** Losses are there up to the first [EOS] of every caption. */
    private static float[] ofLastWords(
        Tokenizer vocabulary, int before, int[][] captions, float[] losses) {
      float[] scores = new float[captions.length];
      int from = 0;
      for (int word = 0; word < scores.length; word++) {
        scores[word] = -losses[from + before];
        from += vocabulary.length(captions[word]) - 1;
      }
      return scores;
    }

    @Override
    public void close() {}
  }
}
