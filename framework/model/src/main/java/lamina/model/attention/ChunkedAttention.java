package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import lamina.model.Declaration;
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
  private record Part(long from, long to, int seed) {
    NDIndex rows() {
      return new NDIndex(":, :, " + from + ":" + to);
    }
  }

  /** What chunks read of the model: every tensor once, outside autograd's graph. */
  private record Read(Pass pass, Map<Declaration.Tensor, NDArray> tensors) {
    Read(Pass pass) {
      this(pass, new LinkedHashMap<>());
    }

    Function<Declaration.Tensor, NDArray> in(NDManager owner) {
      return tensor ->
          AttentionInput.attached(
              tensors.computeIfAbsent(tensor, t -> pass.get(t).stopGradient()), owner);
    }
  }

  @Override
  public NDArray attend(Pass pass, AttentionInput input) {
    if (!recomputes(input.queries(), input.scoresOfAQuery())) {
      return exact.attend(pass, input);
    }
    long rows = rowsOfAChunk(input.scoresOfAQuery(), chunkScores);
    List<Part> parts = parts(pass, input.queries(), rows);
    AttentionInput detached = input.map(NDArray::stopGradient);
    Read read = new Read(pass);
    NDArray values = forward(pass, detached, read, parts);
    pass.onBackward(values, gradient -> backward(pass, input, detached, read, parts, gradient));
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

  private List<Part> parts(Pass pass, long queries, long rows) {
    int seed = pass.drops(exact.dropout()) ? pass.randomSeed() : 0;
    List<Part> parts = new ArrayList<>();
    for (long from = 0; from < queries; from += rows) {
      parts.add(new Part(from, Math.min(queries, from + rows), seed + parts.size()));
    }
    return parts;
  }

  /** Writes into one array: results kept between chunks would break memory into pieces. */
  private NDArray forward(Pass pass, AttentionInput input, Read read, List<Part> parts) {
    NDArray values = null;
    for (Part part : parts) {
      try (NDManager owner = pass.manager().newSubManager()) {
        NDArray rows = attend(pass, input.attachedTo(owner), read.in(owner), part, owner);
        if (values == null) {
          Shape shape = rows.getShape();
          values = pass.zeros(new Shape(shape.get(0), shape.get(1), input.queries(), shape.get(3)));
        }
        values.set(part.rows(), rows);
      }
    }
    goOnRandomly(pass, parts, 1);
    return Objects.requireNonNull(values);
  }

  private NDArray attend(
      Pass pass,
      AttentionInput input,
      Function<Declaration.Tensor, NDArray> tensors,
      Part part,
      NDManager owner) {
    if (pass.drops(exact.dropout())) {
      pass.restartRandomness(part.seed());
    }
    AttentionInput rows = input.rows(part.from(), part.to());
    return exact.attend(new Chunk(pass, owner, exact.steps(), rows, tensors));
  }

  private void backward(
      Pass pass,
      AttentionInput input,
      AttentionInput detached,
      Read read,
      List<Part> parts,
      NDArray gradient) {
    AttentionInput leaves = detached.map(Pass::leaf);
    read.tensors().values().forEach(Pass::leaf);
    for (Part part : parts) {
      try (NDManager owner = pass.manager().newSubManager()) {
        NDArray rows = attend(pass, leaves.attachedTo(owner), read.in(owner), part, owner);
        NDArray arriving = gradient.get(part.rows());
        arriving.attach(owner);
        Pass.backward(rows, arriving);
      }
    }
    goOnRandomly(pass, parts, 2);
    List<NDArray> inputs = new ArrayList<>();
    input.map(remember(inputs));
    List<NDArray> collected = new ArrayList<>();
    leaves.map(remember(collected));
    read.tensors()
        .forEach(
            (tensor, leaf) -> {
              inputs.add(pass.get(tensor));
              collected.add(leaf);
            });
    Pass.passOn(inputs, collected);
    collected.forEach(NDArray::close);
  }

  /** What is drawn later must not be what was drawn after these chunks once before. */
  private void goOnRandomly(Pass pass, List<Part> parts, int way) {
    if (pass.drops(exact.dropout())) {
      pass.restartRandomness(parts.get(parts.size() - 1).seed() + way);
    }
  }

  private static UnaryOperator<NDArray> remember(List<NDArray> arrays) {
    return array -> {
      arrays.add(array);
      return array;
    };
  }
}
