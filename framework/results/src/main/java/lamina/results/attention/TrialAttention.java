package lamina.results.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.config.TrialId;
import lamina.config.border.AttentionFile;
import lamina.config.border.Observed;
import lamina.config.border.Safetensors.Tensor;

/**
 * The masks and the attention of a finished trial on some examples. Layers and heads are counted
 * from 1, as in the names of metrics; an example is known by its place in the split, from 0. What
 * is not there is refused with a {@link ConfigException}.
 */
public record TrialAttention(AttentionFile file) {
  private static final int HEADS = 1;
  private static final int KEYS = 3;

  public TrialId trial() {
    return file.trial();
  }

  /** The split that the examples are from. */
  public String split() {
    return file.observed().split();
  }

  public List<Observed.Example> examples() {
    return file.observed().examples();
  }

  /** An example by its place in the split. */
  public Observed.Example example(int index) {
    return examples().get(place(index));
  }

  public int layers() {
    return file.observed().layers().size();
  }

  /** H. */
  public int heads() {
    return (int) probabilities(1).shape()[HEADS];
  }

  /** Whether a layer has a mask. */
  public boolean isMasked(int layer) {
    return file.tensors().containsKey(AttentionFile.mask(layer));
  }

  /** Probabilities (Nq, Nk); every row adds up to 1. */
  public float[][] attention(int layer, int example, int head) {
    Tensor tensor = probabilities(layer);
    if (head < 1 || head > heads()) {
      throw new ConfigException(
          String.format(Locale.ROOT, "head must be from 1 to %d, got %d", heads(), head));
    }
    return matrix(tensor, place(example) * heads() + head - 1);
  }

  /** The mean of the heads' weights, (Nq, Nk). */
  public float[][] meanAttention(int layer, int example) {
    return meanOfHeads(probabilities(layer), example);
  }

  /** M (Nq, Nk); where heads differ, their mean. */
  public float[][] mask(int layer, int example) {
    requireLayer(layer);
    Tensor tensor = file.tensors().get(AttentionFile.mask(layer));
    if (tensor == null) {
      throw new ConfigException("layer must be one that has a mask, got " + layer);
    }
    return meanOfHeads(tensor, example);
  }

  /** Of matrices (E or 1, [H,] Nq, Nk). */
  private float[][] meanOfHeads(Tensor tensor, int example) {
    int count = tensor.shape().length == 4 ? (int) tensor.shape()[HEADS] : 1;
    int first = (tensor.shape()[0] == 1 ? 0 : place(example)) * count;
    float[][] mean = matrix(tensor, first);
    for (int head = 1; head < count; head++) {
      float[][] more = matrix(tensor, first + head);
      for (int row = 0; row < mean.length; row++) {
        for (int column = 0; column < mean[row].length; column++) {
          mean[row][column] += more[row][column];
        }
      }
    }
    for (float[] row : mean) {
      for (int column = 0; column < row.length; column++) {
        row[column] /= count;
      }
    }
    return mean;
  }

  /** What the rows of a layer's matrices are, padding included. */
  public List<Token> queries(int layer, int example) {
    requireLayer(layer);
    return tokens(file.observed().layers().get(layer - 1).queries(), example(example));
  }

  /** What the columns are, padding included. */
  public List<Token> keys(int layer, int example) {
    requireLayer(layer);
    return tokens(file.observed().layers().get(layer - 1).keys(), example(example));
  }

  /**
   * Mean entropy of the rows of a layer, as a share of log Nk, over all examples and heads: the
   * metric {@code attention.entropy}.
   */
  public double entropy(int layer) {
    Tensor tensor = probabilities(layer);
    double sum = 0;
    for (float p : tensor.values()) {
      sum -= p > 0 ? p * Math.log(p) : 0;
    }
    long keys = tensor.shape()[KEYS];
    double rows = (double) tensor.values().length / keys;
    return keys == 1 ? 0 : sum / rows / Math.log(keys);
  }

  private Tensor probabilities(int layer) {
    requireLayer(layer);
    Tensor weights = file.tensors().get(AttentionFile.attention(layer));
    if (weights == null) {
      throw new ConfigException("layer must be one that has attention weights, got " + layer);
    }
    return weights;
  }

  private void requireLayer(int layer) {
    if (layer < 1 || layer > layers()) {
      throw new ConfigException(
          String.format(Locale.ROOT, "layer must be from 1 to %d, got %d", layers(), layer));
    }
  }

  private int place(int example) {
    List<Integer> indices = examples().stream().map(Observed.Example::index).toList();
    int place = indices.indexOf(example);
    if (place < 0) {
      throw new ConfigException("example must be one of " + indices + ", got " + example);
    }
    return place;
  }

  /** One of the matrices that the last two axes are. */
  private static float[][] matrix(Tensor tensor, int which) {
    int axes = tensor.shape().length;
    int rows = (int) tensor.shape()[axes - 2];
    int columns = (int) tensor.shape()[axes - 1];
    float[][] matrix = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(tensor.values(), (which * rows + row) * columns, matrix[row], 0, columns);
    }
    return matrix;
  }

  private static List<Token> tokens(List<Observed.Segment> segments, Observed.Example example) {
    List<Token> tokens = new ArrayList<>();
    for (Observed.Segment segment : segments) {
      List<String> labels = example.tokens().get(segment.modality());
      IntStream.range(0, segment.tokens())
          .mapToObj(
              i ->
                  i < labels.size()
                      ? new Token(labels.get(i), segment.modality(), false)
                      : new Token("padding", segment.modality(), true))
          .forEach(tokens::add);
    }
    return tokens;
  }
}
