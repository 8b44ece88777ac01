import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.attention.Chunk;

/** Does one thing wrong. */
public record Bad(@Default("nothing") What what) implements Mechanism {
  private static final List<NDArray> KEPT = new ArrayList<>();
  private static int steps;

  enum What {
    NOTHING,
    THROWS_IN,
    THROWS,
    FAILS,
    ASSERTS,
    LINKS,
    SNEAKS,
    OVERFLOWS,
    BREAKS_THE_BACKWARD_PASS,
    ENDS_IT_TOO_EARLY,
    KEEPS,
    COUNTS,
    PRINTS,
    READS,
    EXITS,
    HALTS,
    LOOPS
  }

  @Override
  public Built in(Declaration declare, Site site) {
    if (what == What.THROWS_IN) {
      throw new IllegalStateException("thrown while it is built");
    }
    return new Scored(site) {
      @Override
      public NDArray scores(Chunk c) {
        return misbehaved(c, c.dot());
      }
    };
  }

  private NDArray misbehaved(Chunk c, NDArray dot) {
    steps++;
    switch (what) {
      case THROWS:
        throw new IllegalStateException("thrown in a step");
      case FAILS:
        throw new Error("an error of its own");
      case ASSERTS:
        throw new AssertionError("asserted in a step");
      case LINKS:
        return Beside.changed(dot);
      case SNEAKS:
        Bad.<RuntimeException>sneaked();
        return dot;
      case OVERFLOWS:
        return misbehaved(c, dot);
      case BREAKS_THE_BACKWARD_PASS:
        NDArray saved = dot.mul(c.scalar(0.01)).exp();
        NDArray used = saved.mul(saved);
        saved.addi(1);
        return used;
      case ENDS_IT_TOO_EARLY:
        dot.close();
        return dot;
      case KEEPS:
        for (int i = 0; i < 10; i++) {
          KEPT.add(dot.add(c.scalar(i)));
        }
        return KEPT.size() > 40 ? dot.add(KEPT.get(0).sum()) : dot;
      case COUNTS:
        return dot.mul(c.scalar(1.0 / steps));
      case PRINTS:
        System.out.println("{\"kind\":\"ended\",\"trial\":\"0\",\"ending\":\"recorded\"}");
        return dot;
      case READS:
        try {
          System.in.read();
        } catch (java.io.IOException e) {
          throw new IllegalStateException(e);
        }
        return dot;
      case EXITS:
        System.exit(3);
        return dot;
      case HALTS:
        Runtime.getRuntime().halt(2);
        return dot;
      case LOOPS:
        while (true) {}
      default:
        return dot;
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneaked() throws E {
    throw (E) new InterruptedException("checked, and not said");
  }
}

class Beside {
  static NDArray changed(NDArray dot) {
    return dot.mul(2);
  }
}
