package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import lamina.model.Pass;

/**
 * Some queries at a time, so that no more than a chunk of the scores is ever there. In training the
 * scores of a chunk are forgotten, and computed again in the backward pass (the idea: Rabe and
 * Staats, arXiv 2112.05682). Where one chunk holds all queries it is kept, and nothing is computed
 * twice.
 *
 * @param exact what attends within a chunk
 * @param chunkScores how many scores a chunk may have, in all examples and heads
 */
public record ChunkedAttention(MaterialisedAttention exact, long chunkScores) implements Attention {
  /** Tests set the property to see more than one chunk of small scores. */
  static final long CHUNK_SCORES = Long.getLong("lamina.chunkScores", 1 << 22);

  public ChunkedAttention(MaterialisedAttention exact) {
    this(exact, CHUNK_SCORES);
  }

  /** Queries {@code from} to {@code to}, the last not included, and what dropout starts from. */
  private record Chunk(long from, long to, int seed) {
    NDIndex rows() {
      return new NDIndex(":, :, " + from + ":" + to);
    }
  }

  @Override
  public NDArray attend(Pass pass, AttentionInput input) {
    if (!recomputes(input.queries(), input.scoresOfAQuery())) {
      return exact.attend(pass, input);
    }
    long rows = rowsOfAChunk(input.scoresOfAQuery(), chunkScores);
    List<Chunk> chunks = chunks(pass, input.queries(), rows);
    AttentionInput detached = input.map(NDArray::stopGradient);
    NDArray values = forward(pass, detached, chunks);
    pass.onBackward(values, gradient -> backward(pass, input, detached, chunks, gradient));
    return values;
  }

  /** How many queries' scores fit into a chunk; at least one. */
  static long rowsOfAChunk(long scoresOfAQuery, long chunkScores) {
    return Math.max(1, chunkScores / scoresOfAQuery);
  }

  @Override
  public boolean recomputes(long queries, long scoresOfAQuery) {
    return rowsOfAChunk(scoresOfAQuery, chunkScores) < queries;
  }

  private List<Chunk> chunks(Pass pass, long queries, long rows) {
    int seed = pass.drops(exact.dropout()) ? pass.randomSeed() : 0;
    List<Chunk> chunks = new ArrayList<>();
    for (long from = 0; from < queries; from += rows) {
      chunks.add(new Chunk(from, Math.min(queries, from + rows), seed + chunks.size()));
    }
    return chunks;
  }

  /** Writes into one array: results kept between chunks would break memory into pieces. */
  private NDArray forward(Pass pass, AttentionInput input, List<Chunk> chunks) {
    NDArray values = pass.zeros(input.q().getShape());
    for (Chunk chunk : chunks) {
      try (NDManager owner = pass.manager().newSubManager()) {
        values.set(chunk.rows(), attend(pass, input.attachedTo(owner), chunk));
      }
    }
    goOnRandomly(pass, chunks, 1);
    return values;
  }

  private NDArray attend(Pass pass, AttentionInput input, Chunk chunk) {
    if (pass.drops(exact.dropout())) {
      pass.restartRandomness(chunk.seed());
    }
    return exact.attend(pass, input.rows(chunk.from(), chunk.to()));
  }

  private void backward(
      Pass pass,
      AttentionInput input,
      AttentionInput detached,
      List<Chunk> chunks,
      NDArray gradient) {
    AttentionInput leaves = detached.map(Pass::leaf);
    for (Chunk chunk : chunks) {
      try (NDManager owner = pass.manager().newSubManager()) {
        NDArray part = attend(pass, leaves.attachedTo(owner), chunk);
        NDArray arriving = gradient.get(chunk.rows());
        arriving.attach(owner);
        Pass.backward(part, arriving);
      }
    }
    goOnRandomly(pass, chunks, 2);
    List<NDArray> inputs = new ArrayList<>();
    input.map(remember(inputs));
    List<NDArray> collected = new ArrayList<>();
    leaves.map(remember(collected));
    Pass.passOn(inputs, collected);
    collected.forEach(NDArray::close);
  }

  /** What is drawn later must not be what was drawn after these chunks once before. */
  private void goOnRandomly(Pass pass, List<Chunk> chunks, int way) {
    if (pass.drops(exact.dropout())) {
      pass.restartRandomness(chunks.get(chunks.size() - 1).seed() + way);
    }
  }

  private static UnaryOperator<NDArray> remember(List<NDArray> arrays) {
    return array -> {
      arrays.add(array);
      return array;
    };
  }
}
