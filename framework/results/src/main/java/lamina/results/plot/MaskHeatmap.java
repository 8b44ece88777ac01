package lamina.results.plot;

import static lamina.results.plot.Specification.column;
import static lamina.results.plot.Specification.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.results.attention.Token;
import lamina.results.attention.TrialAttention;

/**
 * One matrix of one example, queries down and keys across: the mask M of a layer, or its attention
 * averaged over heads (the figures S6, S8 and S9 of arXiv 2406.02761). Lines part modalities;
 * padding is left out.
 *
 * @param name the trial in words
 * @param layer from 1
 * @param example its place in the split, from 0
 */
public record MaskHeatmap(TrialAttention trial, String name, Of of, int layer, int example) {
  /** Matplotlib's viridis, dark to light in equal steps of perceived lightness. */
  private static final List<String> VIRIDIS =
      List.of(
          "#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58",
          "#b5de2b", "#fde725");

  private static final int WIDTH = 820;
  private static final int HEIGHT = 760;
  private static final int LONGEST_LINE = 72;

  /** Side of a cell; the least overlap hides the gaps that are drawn between cells. */
  private static final double WITHOUT_SEAMS = 1.04;

  /** A side of more would be drawn in less than three pixels a cell. */
  private static final int MOST_CELLS = 256;

  /** What is drawn. */
  public enum Of {
    MASK,
    ATTENTION;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A value of the matrix.
   *
   * @param query row, from 0, real tokens alone
   * @param key column, likewise
   */
  public record Cell(int query, int key, float value) {}

  /**
   * @throws ConfigException for a layer or an example that is not there, or a layer without a mask
   */
  public MaskHeatmap {
    trial.example(example);
    if (of == Of.MASK && !trial.isMasked(layer)) {
      trial.queries(layer, example);
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "layer must have a mask, got layer %d of %s; its attention can be drawn",
              layer,
              name));
    }
  }

  /**
   * What is drawn: {@link #cells}, or of a matrix with a longer side than 256 the means of square
   * blocks of tokens, counted as cells are; blocks at the far ends may be smaller.
   */
  public List<Cell> drawn() {
    int side = side();
    Map<List<Integer>, double[]> sums = new LinkedHashMap<>();
    for (Cell cell : cells()) {
      double[] sum =
          sums.computeIfAbsent(
              List.of(cell.query() / side, cell.key() / side), block -> new double[2]);
      sum[0] += cell.value();
      sum[1]++;
    }
    List<Cell> drawn = new ArrayList<>();
    sums.forEach(
        (block, sum) -> drawn.add(new Cell(block.get(0), block.get(1), (float) (sum[0] / sum[1]))));
    return drawn;
  }

  /** Tokens a side of what is drawn as one cell. */
  private int side() {
    int longest =
        Math.max(
            real(trial.queries(layer, example)).size(), real(trial.keys(layer, example)).size());
    return Math.max(1, (longest + MOST_CELLS - 1) / MOST_CELLS);
  }

  /** Row by row, without padding. */
  public List<Cell> cells() {
    float[][] matrix =
        of == Of.MASK ? trial.mask(layer, example) : trial.meanAttention(layer, example);
    List<Integer> rows = real(trial.queries(layer, example));
    List<Integer> columns = real(trial.keys(layer, example));
    List<Cell> cells = new ArrayList<>();
    for (int query = 0; query < rows.size(); query++) {
      for (int key = 0; key < columns.size(); key++) {
        cells.add(new Cell(query, key, matrix[rows.get(query)][columns.get(key)]));
      }
    }
    return cells;
  }

  /** The picture. */
  public Picture picture() {
    List<Token> queries = withoutPadding(trial.queries(layer, example));
    List<Token> keys = withoutPadding(trial.keys(layer, example));
    List<Cell> cells = drawn();
    Map<String, Object> plot =
        map(
            "kind", "plot",
            "data",
                map(
                    "key", column(cells, Cell::key),
                    "query", column(cells, cell -> -cell.query()),
                    "value", column(cells, Cell::value)),
            "mapping", map("x", "key", "y", "query"),
            "ggtitle", map("text", wrapped(what() + ": " + name), "subtitle", wrapped(subtitle())),
            "coord", map("name", "cartesian"),
            "layers", layers(queries, keys),
            "scales", scales(queries, keys),
            "theme",
                map(
                    "name", "light",
                    "axis_text_x", map("angle", 90, "hjust", 1, "blank", false),
                    "panel_grid", map("blank", true)));
    return new Picture(plot, WIDTH, HEIGHT, text(cells(), queries, keys));
  }

  private static String wrapped(String text) {
    return Specification.wrapped(text, LONGEST_LINE);
  }

  private String what() {
    return (of == Of.MASK ? "Mask" : "Attention, mean of heads,") + " in layer " + layer;
  }

  private String shown() {
    return String.format(
        Locale.ROOT, "%s example %d: %s", trial.split(), example, trial.example(example).title());
  }

  private String subtitle() {
    int side = side();
    return side == 1
        ? shown()
        : String.format(Locale.ROOT, "%s; each cell is the mean of %d x %d", shown(), side, side);
  }

  /** Where a place between tokens is among what is drawn. */
  private double drawnAt(double token) {
    return (token + 0.5) / side() - 0.5;
  }

  private List<Map<String, Object>> layers(List<Token> queries, List<Token> keys) {
    List<Map<String, Object>> layers = new ArrayList<>();
    layers.add(
        map(
            "geom",
            "tile",
            "sampling", // lets-plot would leave out cells of large matrices
            "none",
            "size",
            0,
            "width",
            WITHOUT_SEAMS,
            "height",
            WITHOUT_SEAMS,
            "mapping",
            map("fill", "value")));
    for (String[] stroke : new String[][] {{"#ffffff", "1.6"}, {"#000000", "0.6"}}) {
      Map<String, Object> line =
          map("color", stroke[0], "size", Double.parseDouble(stroke[1]), "show_legend", false);
      for (double border : TokenAxis.borders(keys)) {
        layers.add(with(line, "geom", "vline", "xintercept", drawnAt(border)));
      }
      for (double border : TokenAxis.borders(queries)) {
        layers.add(with(line, "geom", "hline", "yintercept", -drawnAt(border)));
      }
    }
    return layers;
  }

  private static Map<String, Object> with(Map<String, Object> line, Object... more) {
    Map<String, Object> both = new LinkedHashMap<>(line);
    both.putAll(map(more));
    return both;
  }

  private List<Map<String, Object>> scales(List<Token> queries, List<Token> keys) {
    List<Integer> down = TokenAxis.labelled(queries);
    List<Integer> across = TokenAxis.labelled(keys);
    List<Object> none = List.of(0.0, 0.0);
    return List.of(
        map(
            "aesthetic",
            "x",
            "name",
            "keys",
            "breaks",
            column(across, i -> drawnAt(i)),
            "labels",
            column(across, i -> keys.get(i).label()),
            "expand",
            none),
        map(
            "aesthetic",
            "y",
            "name",
            "queries",
            "breaks",
            column(down, i -> -drawnAt(i)),
            "labels",
            column(down, i -> queries.get(i).label()),
            "expand",
            none),
        map(
            "aesthetic",
            "fill",
            "name",
            of == Of.MASK ? "M" : "weight",
            "scale_mapper_kind",
            "color_gradientn",
            "colors",
            VIRIDIS));
  }

  /** The mean of every block of modalities. */
  private String text(List<Cell> cells, List<Token> queries, List<Token> keys) {
    Map<String, double[]> blocks = new LinkedHashMap<>();
    for (Cell cell : cells) {
      String block =
          TokenAxis.modality(queries, cell.query()) + " to " + TokenAxis.modality(keys, cell.key());
      double[] sum = blocks.computeIfAbsent(block, name -> new double[2]);
      sum[0] += cell.value();
      sum[1]++;
    }
    StringBuilder text = new StringBuilder("%s: %s, %s; means:".formatted(what(), name, shown()));
    blocks.forEach(
        (block, sum) ->
            text.append(String.format(Locale.ROOT, " %s %.4g,", block, sum[0] / sum[1])));
    return text.substring(0, text.length() - 1);
  }

  private static List<Integer> real(List<Token> tokens) {
    List<Integer> real = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (!tokens.get(i).isPadding()) {
        real.add(i);
      }
    }
    return real;
  }

  private static List<Token> withoutPadding(List<Token> tokens) {
    return tokens.stream().filter(token -> !token.isPadding()).toList();
  }
}
