package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lamina.config.Json;
import lamina.config.Kind;
import lamina.config.Place;
import lamina.model.Floats;
import lamina.model.Gold;
import lamina.model.attention.Visible;

/**
 * One case of a file of expected values, e.g. of {@code zoo/cog-attention.json}: what goes in, and
 * whether what comes out is what the file expects, by the file's own rules.
 */
public final class ZooFixture {
  private static final double ZERO = 1e-5;

  private final JsonNode file;
  private final JsonNode json;

  private ZooFixture(JsonNode file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  /** The cases of a file, in their order; where there are no fixtures the test is skipped. */
  public static Stream<ZooFixture> cases(String id) throws IOException {
    JsonNode file = Gold.fixture("zoo/" + id + ".json");
    return StreamSupport.stream(file.get("cases").spliterator(), false)
        .map(json -> new ZooFixture(file, json));
  }

  /** One case by its name. */
  public static ZooFixture of(String id, String name) throws IOException {
    return cases(id).filter(found -> found.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * A case of one's own, with no expectations: self-attention with projections and without biases.
   *
   * @param masks as files have them, e.g. {@code {"causal": true}}
   */
  public static ZooFixture made(int examples, int tokens, int heads, int width, String masks) {
    String values = "\"%s\": {\"shape\": %s, \"seed\": %d, \"lo\": -1, \"hi\": 1}";
    String size = "[%d, %d, %d]".formatted(examples, tokens, width);
    String square = "[%d, %d]".formatted(width, width);
    String written =
        """
        {"case": "made", "B": %d, "N": %d, "H": %d, "D": %d, "inputs": {%s},
         "parameters": {%s, %s, %s, %s}, "masks": %s, "lossSeed": 96, "expected": {}}
        """
            .formatted(
                examples,
                tokens,
                heads,
                width,
                values.formatted("X", size, 91),
                values.formatted("Wq", square, 92),
                values.formatted("Wk", square, 93),
                values.formatted("Wv", square, 94),
                values.formatted("Wo", square, 95),
                masks);
    return new ZooFixture(Json.parse("{\"tolerance\": 1e-5}"), Json.parse(written));
  }

  public String name() {
    return json.get("case").asText();
  }

  /** All that the file says of the case. */
  public JsonNode json() {
    return json;
  }

  /** The expected value of a name. */
  public JsonNode expected(String name) {
    JsonNode found = json.get("expected").get(name);
    assertThat(found).as("%s of case %s", name, this).isNotNull();
    return found;
  }

  /** Whether a value of this name is expected. */
  public boolean expects(String name) {
    return json.get("expected").has(name);
  }

  /** What stands under a name in the case, its masks or its hyper-parameters. */
  public Optional<JsonNode> option(String name) {
    return Stream.of(json, json.path("masks"), json.path("hyper"))
        .map(node -> node.path(name))
        .filter(node -> !node.isMissingNode() && !node.isNull())
        .findFirst();
  }

  /** A number that files name differently: the first of the names that there is. */
  public int size(String... names) {
    return Stream.of(names)
        .flatMap(name -> option(name).stream())
        .filter(JsonNode::isInt)
        .mapToInt(JsonNode::asInt)
        .findFirst()
        .orElseThrow(() -> new AssertionError(this + " has none of " + List.of(names)));
  }

  /** H. */
  public int heads() {
    return size("H", "heads");
  }

  /** B. */
  public int examples() {
    return size("B", "batch");
  }

  /** D. */
  public int width() {
    return ofHeads() ? heads() * size("headDim") : size("D", "dim");
  }

  /** Whether queries, keys and values of heads go in, and attended values come out. */
  public boolean ofHeads() {
    return inputs().containsAll(List.of("q", "k", "v"));
  }

  /** N. */
  public int tokens() {
    return size("N", "length", "tokens");
  }

  public boolean causal() {
    return option("causal").map(JsonNode::asBoolean).orElse(false);
  }

  /** Whether the case is a training step; it is where nothing is said. */
  public boolean training() {
    return option("training").map(JsonNode::asBoolean).orElse(true);
  }

  /** Whether keys may be hidden. */
  public boolean padded() {
    return hidden().isPresent();
  }

  /** Self-attention of the case's size. */
  public Place place() {
    int rows =
        option("grid").filter(grid -> grid.size() == 2).map(grid -> grid.get(0).asInt()).orElse(1);
    Kind kind = new Kind("token", tokens(), tokens() / rows);
    return new Place(
        "a fixture", List.of(kind), List.of(), causal(), padded(), Place.Pairs.SEEN, true);
  }

  /** Which keys may be seen: padding (B, Nk), or pairs (N, N) or (B, N, N), and causality. */
  public Visible visible(NDManager manager) {
    Visible seen =
        hidden().map(node -> booleans(manager, node)).map(ZooFixture::visible).orElse(Visible.ALL);
    return causal() ? seen.andCausal() : seen;
  }

  /** Whether a query may see a key. */
  public boolean sees(int example, int query, int key) {
    boolean hidden =
        hidden()
            .map(node -> node.get(0).get(0).isArray() ? node.get(example).get(query) : node)
            .map(node -> node.get(0).isArray() ? node.get(example) : node)
            .filter(row -> row.get(key).asInt() == 0)
            .isPresent();
    return !hidden && (!causal() || key <= query);
  }

  private Optional<JsonNode> hidden() {
    return Stream.of("visible", "key_visible", "keyVisible")
        .flatMap(name -> option(name).stream())
        .findFirst();
  }

  private static Visible visible(NDArray seen) {
    Shape shape = seen.getShape();
    if (shape.dimension() == 3) {
      return Visible.ALL.andPairs(seen.expandDims(1));
    }
    return Visible.keys(seen);
  }

  /** An array of 0 and 1 as booleans in its shape. */
  public static NDArray booleans(NDManager manager, JsonNode zerosAndOnes) {
    List<Long> shape = new ArrayList<>();
    for (JsonNode at = zerosAndOnes; at.isArray(); at = at.get(0)) {
      shape.add((long) at.size());
    }
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    return manager.create(numbers(zerosAndOnes), new Shape(sizes)).toType(DataType.BOOLEAN, false);
  }

  /** The numbers of an array of any depth, row by row. */
  public static float[] numbers(JsonNode node) {
    List<JsonNode> leaves = new ArrayList<>();
    collect(node, leaves);
    float[] numbers = new float[leaves.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) leaves.get(i).asDouble();
    }
    return numbers;
  }

  private static void collect(JsonNode node, List<JsonNode> leaves) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, leaves));
    } else {
      leaves.add(node);
    }
  }

  /** The names of the inputs, in their order. */
  public List<String> inputs() {
    return names("inputs");
  }

  /** The names of the parameters, in their order. */
  public List<String> parameters() {
    return names("parameters");
  }

  private List<String> names(String group) {
    List<String> names = new ArrayList<>();
    json.path(group).fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The values of an input or a parameter. */
  public float[] values(String name) {
    return Gold.values(described(name));
  }

  public Shape shape(String name) {
    List<Long> sizes = new ArrayList<>();
    described(name).get("shape").forEach(size -> sizes.add(size.asLong()));
    return new Shape(sizes);
  }

  /** An input or a parameter in its shape. */
  public NDArray array(NDManager manager, String name) {
    return manager.create(values(name), shape(name));
  }

  /** Whether a gradient arrives at an input. */
  public boolean hasGradient(String input) {
    return !described(input).path("noGradient").asBoolean(false);
  }

  private JsonNode described(String name) {
    JsonNode input = json.path("inputs").path(name);
    JsonNode found = input.isMissingNode() ? json.path("parameters").path(name) : input;
    assertThat(found.has("seed")).as("%s of case %s has values", name, this).isTrue();
    return found;
  }

  /** What the output is multiplied by in the loss. */
  public NDArray lossWeights(NDManager manager, Shape output) {
    if (json.has("lossWeights")) {
      return manager.create(Gold.values(json.get("lossWeights")), output);
    }
    int seed = size("lossSeed", "loss_seed", "loss_weight_seed");
    return Gold.array(manager, seed, 1, output.getShape());
  }

  /** Holds values to those expected: to the tolerance, times the greatest of them. */
  public void assertClose(String name, float[] actual) {
    float[] want = numbers(expected(name));
    assertThat(actual).as("%s of case %s", name, this).hasSameSizeAs(want);
    double greatest = greatest(want);
    double allowed = tolerance() * (greatest == 0 ? 1 : greatest);
    for (int i = 0; i < want.length; i++) {
      within(allowed, name + " " + i, actual[i], want[i]);
    }
  }

  /** Holds a loss to the one expected; it is a sum, whose terms say what rounding is. */
  public void assertLoss(double actual) {
    double want = expected("loss").asDouble();
    double terms = expects("output") ? Floats.length(numbers(expected("output"))) : 0;
    within(tolerance() * Math.max(Math.abs(want), terms), "loss", actual, want);
  }

  /** Holds a gradient to what is said of it: its first values, its length and its sum. */
  public void assertGradient(String name, float[] actual) {
    JsonNode of = expected("gradients").get(name);
    assertThat(of).as("gradient of %s in case %s", name, this).isNotNull();
    String what = "gradient of " + name;
    double length = of.get("l2").asDouble();
    float[] first = numbers(of.get("first"));
    if (of.has("zero") || length < ZERO || of.path("max").asDouble(1) < ZERO / 10) {
      within(ZERO, what + ", length", Floats.length(actual), 0);
      return;
    }
    double share = file.path("gradient_tolerance").asDouble(tolerance());
    double scale = Math.max(length, file.has("gradient_tolerance") ? 1e-3 : 0);
    double ofOne = of.path("max").asDouble(scale);
    for (int i = 0; i < first.length; i++) {
      within(share * ofOne, what + " " + i, actual[i], first[i]);
    }
    within(share * scale, what + ", length", Floats.length(actual), length);
    double sum = 0;
    for (float value : actual) {
      sum += value;
    }
    double ofSum = share * scale * Math.sqrt(actual.length);
    within(ofSum, what + ", sum", sum, of.get("sum").asDouble());
  }

  /** The names that gradients are said of. */
  public List<String> gradients() {
    List<String> names = new ArrayList<>();
    json.path("expected").path("gradients").fieldNames().forEachRemaining(names::add);
    return names;
  }

  public double tolerance() {
    return file.get("tolerance").asDouble();
  }

  private static double greatest(float[] values) {
    double greatest = 0;
    for (float value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  private void within(double allowed, String what, double actual, double want) {
    assertThat(Math.abs(actual - want))
        .as("%s of case %s: got %s, want %s", what, this, actual, want)
        .isLessThanOrEqualTo(allowed);
  }

  @Override
  public String toString() {
    return name();
  }
}
