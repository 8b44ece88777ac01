package lamina.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import lamina.mask.LowRank;
import lamina.mask.MaskFusion;
import lamina.mask.MaskedSteps;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.FusedAttention;
import lamina.model.attention.Kinds;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Side;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;

/**
 * One row of {@code lamina bench attention}: forward and backward through one attention, in a
 * process that does nothing else, so that its peak of memory is the row's. Batch 2, 4 heads of
 * width 32; all cores.
 */
public final class BenchAttention {
  private static final int BATCH = 2;
  private static final int HEADS = 4;
  private static final int HEAD_WIDTH = 32;
  private static final int FEWEST = 1;
  private static final int MOST = 50;

  private BenchAttention() {}

  /**
   * Arguments: {@code materialised}, {@code chunked} or {@code fused}; {@code plain}, {@code add}
   * or {@code multiply}; the number of tokens; the mask's hidden width; for how many seconds to
   * measure, at least one step. Prints the median milliseconds and the peak of resident mebibytes,
   * empty where the platform does not tell.
   */
  public static void main(String[] arguments) {
    int tokens = Integer.parseInt(arguments[2]);
    ComputeDevice device = ComputeDevice.start("cpu", Runtime.getRuntime().availableProcessors());
    try (NDManager manager = NDManager.newBaseManager(device.device())) {
      int hidden = Integer.parseInt(arguments[3]);
      double enough = Double.parseDouble(arguments[4]);
      double median = measure(arguments[0], arguments[1], tokens, hidden, enough, manager);
      System.out.printf(
          Locale.ROOT, "%.1f,%s%n", 1000 * median, Machine.peakMebibytes().orElse(""));
    }
  }

  private static double measure(
      String form, String fusion, int tokens, int hidden, double enough, NDManager manager) {
    Steps how = steps(fusion, hidden);
    MaterialisedAttention exact = new MaterialisedAttention(how, 0);
    Attention attention =
        switch (form) {
          case "materialised" -> exact;
          case "chunked" -> new ChunkedAttention(exact);
          default -> new FusedAttention(how);
        };
    AttentionInput input =
        input(manager, tokens, fusion.equals("plain") ? 0 : hidden).map(Pass::leaf);
    Parameters none = nothing(manager);
    step(attention, input, none, manager);
    List<Double> seconds = new ArrayList<>();
    double sum = 0;
    while (seconds.size() < FEWEST || sum < enough && seconds.size() < MOST) {
      double took = step(attention, input, none, manager);
      seconds.add(took);
      sum += took;
    }
    return seconds.stream().sorted().toList().get(seconds.size() / 2);
  }

  private static Steps steps(String fusion, int hidden) {
    return switch (fusion) {
      case "plain" -> Steps.PLAIN;
      case "add" -> new MaskedSteps(MaskFusion.ADD, OptionalInt.of(hidden));
      default -> new MaskedSteps(MaskFusion.MULTIPLY, OptionalInt.of(hidden));
    };
  }

  private static double step(
      Attention attention, AttentionInput input, Parameters none, NDManager manager) {
    long begin = System.nanoTime();
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, none);
        NDManager handles = pass.manager().newSubManager()) {
      pass.backward(attention.attend(pass, input.attachedTo(handles)).square().mean());
      input.q().getGradient().getFloat(0, 0, 0, 0);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static AttentionInput input(NDManager manager, int tokens, int rank) {
    Shape heads = new Shape(BATCH, HEADS, tokens, HEAD_WIDTH);
    return new AttentionInput(
        random(manager, heads),
        random(manager, heads),
        random(manager, heads),
        rank == 0
            ? Side.NONE
            : new LowRank(
                random(manager, new Shape(BATCH, tokens, rank)),
                random(manager, new Shape(tokens, rank)),
                random(manager, new Shape(tokens))),
        Visible.ALL,
        Kinds.UNKNOWN,
        0);
  }

  private static NDArray random(NDManager manager, Shape shape) {
    return manager.randomUniform(-1, 1, shape);
  }

  private static Parameters nothing(NDManager manager) {
    Declaration declaration = new Declaration();
    declaration.tensor("nothing", Initializer.constant(0), 1);
    return Parameters.initial(declaration, 0, manager);
  }
}
