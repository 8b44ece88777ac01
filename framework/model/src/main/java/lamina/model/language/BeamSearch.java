package lamina.model.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import lamina.config.ConfigException;

/**
 * Generates, for every sequence, the continuation with the best score found: log probability
 * divided by length to the power of {@code lengthPenalty}. At each step the {@code width} most
 * probable unfinished continuations go on; a width of 1 and no length penalty is greedy generation.
 * A search ends when nothing that goes on can beat what has ended.
 *
 * @param width continuations of a sequence that go on at a time; at least 1
 * @param maximum the greatest number of tokens, the end token included; at least 1
 * @param end the end token
 * @param lengthPenalty 0 for probability alone, 1 for the mean over tokens; at least 0
 */
public record BeamSearch(int width, int maximum, int end, double lengthPenalty) {
  public BeamSearch {
    require(width >= 1, "width", "be at least 1", width);
    require(maximum >= 1, "maximum", "be at least 1", maximum);
    require(end >= 0, "end", "be at least 0", end);
    boolean finite = lengthPenalty >= 0 && Double.isFinite(lengthPenalty);
    require(finite, "lengthPenalty", "be zero or a positive number", lengthPenalty);
  }

  /** Always the most probable token. */
  public static BeamSearch greedy(int maximum, int end) {
    return new BeamSearch(1, maximum, end, 0);
  }

  /** A continuation that goes on: {@code row} of the last answer, and what it is so far. */
  private record Live(int row, List<Integer> tokens, double logProbability) {}

  /** A live continuation and a token. */
  private record Candidate(Live from, int order, int token, double logProbability) {}

  /** Of equals, first what goes on from a better one, then the lower token. */
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble(Candidate::logProbability)
          .reversed()
          .thenComparingInt(Candidate::order)
          .thenComparingInt(Candidate::token);

  /** What is known of one sequence. */
  private static final class Search {
    private List<Live> live;
    private final List<Generated> finished = new ArrayList<>();

    Search(int row) {
      this.live = List.of(new Live(row, List.of(), 0));
    }
  }

  /**
   * The best continuation of every sequence.
   *
   * @throws ConfigException for an end token beyond the vocabulary
   */
  public List<Generated> run(NextTokens next) {
    float[][] scores = next.first();
    require(end < scores[0].length, "end", "be below the vocabulary of " + scores[0].length, end);
    List<Search> searches = new ArrayList<>();
    for (int row = 0; row < scores.length; row++) {
      searches.add(new Search(row));
    }
    for (int length = 1; ; length++) {
      for (Search search : searches) {
        advance(search, scores, length);
      }
      List<Live> going = searches.stream().flatMap(search -> search.live.stream()).toList();
      if (going.isEmpty()) {
        return searches.stream().map(this::best).toList();
      }
      int[] parents = going.stream().mapToInt(Live::row).toArray();
      int[] tokens = going.stream().mapToInt(BeamSearch::last).toArray();
      scores = next.next(parents, tokens);
      number(searches);
    }
  }

  private static int last(Live live) {
    return live.tokens().get(live.tokens().size() - 1);
  }

  /** Rows of the next answer are in the order in which continuations were asked for. */
  private static void number(List<Search> searches) {
    int row = 0;
    for (Search search : searches) {
      List<Live> numbered = new ArrayList<>();
      for (Live live : search.live) {
        numbered.add(new Live(row++, live.tokens(), live.logProbability()));
      }
      search.live = numbered;
    }
  }

  private void advance(Search search, float[][] scores, int length) {
    List<Live> live = new ArrayList<>();
    int rank = 0;
    for (Candidate candidate : candidates(search.live, scores)) {
      if (candidate.token() == end) {
        if (rank < width) {
          List<Integer> tokens = candidate.from().tokens();
          search.finished.add(new Generated(tokens, candidate.logProbability(), true));
        }
      } else if (live.size() < width) {
        List<Integer> tokens = new ArrayList<>(candidate.from().tokens());
        tokens.add(candidate.token());
        live.add(new Live(candidate.from().row(), tokens, candidate.logProbability()));
      }
      rank++;
    }
    if (length == maximum) {
      live.forEach(l -> search.finished.add(new Generated(l.tokens(), l.logProbability(), false)));
    }
    boolean over = live.isEmpty() || length == maximum || cannotBeBeaten(search, live.get(0));
    search.live = over ? List.of() : live;
  }

  /** Log probabilities only fall, and are divided by the most at the greatest length. */
  private boolean cannotBeBeaten(Search search, Live bestLive) {
    return !search.finished.isEmpty()
        && score(best(search)) >= bestLive.logProbability() / Math.pow(maximum, lengthPenalty);
  }

  private Generated best(Search search) {
    return search.finished.stream().max(Comparator.comparingDouble(this::score)).orElseThrow();
  }

  private double score(Generated generated) {
    return generated.logProbability() / Math.pow(generated.length(), lengthPenalty);
  }

  /** The best candidates in their order: twice the width, since half of them may be ends. */
  private List<Candidate> candidates(List<Live> live, float[][] scores) {
    int most = 2 * width;
    PriorityQueue<Candidate> best = new PriorityQueue<>(BEST_FIRST.reversed());
    for (int order = 0; order < live.size(); order++) {
      Live from = live.get(order);
      float[] row = scores[from.row()];
      double normaliser = logSumExp(row);
      for (int token = 0; token < row.length; token++) {
        double logProbability = from.logProbability() + row[token] - normaliser;
        if (best.size() < most || logProbability > best.peek().logProbability()) {
          best.add(new Candidate(from, order, token, logProbability));
          if (best.size() > most) {
            best.poll();
          }
        }
      }
    }
    List<Candidate> sorted = new ArrayList<>(best);
    sorted.sort(BEST_FIRST);
    return sorted;
  }

  private static double logSumExp(float[] row) {
    double most = Double.NEGATIVE_INFINITY;
    for (float score : row) {
      most = Math.max(most, score);
    }
    double sum = 0;
    for (float score : row) {
      sum += Math.exp(score - most);
    }
    return most + Math.log(sum);
  }

  private static void require(boolean holds, String field, String rule, Object value) {
    if (!holds) {
      throw new ConfigException("generation." + field + " must " + rule + ", got " + value);
    }
  }
}
