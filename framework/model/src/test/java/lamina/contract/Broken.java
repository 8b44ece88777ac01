package lamina.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import lamina.config.Traits;
import lamina.mechanism.Built;
import lamina.mechanism.LayerSides;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Scored;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.model.attention.Chunk;
import lamina.model.attention.Side;
import org.jspecify.annotations.Nullable;

/** Mechanisms with one fault each, which the kit has to name. */
enum Broken implements Mechanism {
  SCALED_ROWS(Rule.WEIGHTS) {
    @Override
    NDArray weights(Chunk chunk, NDArray scores) {
      return chunk.softmax(scores).mul(chunk.scalar(2));
    }
  },
  MEAN_OVER_PADDING(Rule.PADDING) {
    @Override
    NDArray scores(Chunk chunk) {
      return chunk.dot().add(meanKey(chunk, new int[] {2}));
    }
  },
  MEAN_OVER_THE_FUTURE(Rule.CAUSALITY) {
    @Override
    NDArray weights(Chunk chunk, NDArray scores) {
      NDArray weights = chunk.softmax(scores);
      NDArray uniform = weights.onesLike().div(chunk.scalar(chunk.keys()));
      return weights.add(uniform).mul(chunk.scalar(0.5));
    }
  },
  MEAN_OVER_THE_BATCH(Rule.BATCH) {
    @Override
    NDArray scores(Chunk chunk) {
      return chunk.dot().mul(meanKey(chunk, new int[] {0, 2}).add(chunk.scalar(1)));
    }
  },
  NO_NUMBER_AT_EQUAL_SCORES(Rule.EDGES) {
    @Override
    NDArray scores(Chunk chunk) {
      NDArray centred = chunk.dot().sub(chunk.dot().mean(new int[] {3}, true));
      return centred.div(centred.square().mean(new int[] {3}, true).sqrt());
    }
  },
  ARRAY_CLOSED_OVER(Rule.CHUNKS) {
    @Override
    Built in(Site site) {
      return new Scored(site) {
        private @Nullable NDArray kept;

        @Override
        public LayerSides sides() {
          return (pass, layer, x, y) -> {
            kept = y.mean(new int[] {2}).reshape(y.getShape().get(0), 1, 1, y.getShape().get(1));
            return Side.NONE;
          };
        }

        @Override
        public NDArray scores(Chunk chunk) {
          return chunk.dot().add(Objects.requireNonNull(kept));
        }
      };
    }
  },
  FEATURES_OF_OTHER_SCORES(Rule.CHUNKS) {
    @Override
    Built in(Site site) {
      return new Scored(site) {
        @Override
        public NDArray scores(Chunk chunk) {
          return chunk.dot().sub(chunk.distance());
        }

        @Override
        public java.util.OptionalInt featureWidth(int headWidth) {
          return java.util.OptionalInt.of(headWidth);
        }

        @Override
        public lamina.model.attention.Features features(Chunk chunk) {
          return new lamina.model.attention.Features(chunk.scaledQ(), chunk.k());
        }
      };
    }
  },
  STATIC_COUNTER(Rule.REPEATS) {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    NDArray scores(Chunk chunk) {
      return chunk.dot().mul(chunk.scalar(1 + 0.01 * calls.incrementAndGet()));
    }
  },
  RANDOMNESS_OF_THE_ENGINE(Rule.REPEATS) {
    @Override
    NDArray scores(Chunk chunk) {
      Shape shape = new Shape(chunk.rows(), chunk.keys());
      return chunk.dot().add(chunk.manager().randomUniform(0, 1, shape));
    }
  },
  ARRAYS_IN_A_LIST(Rule.MEMORY) {
    private final List<NDArray> list = new ArrayList<>();

    @Override
    NDArray scores(Chunk chunk) {
      NDArray scores = chunk.dot();
      NDArray kept = scores.stopGradient().duplicate();
      kept.attach(chunk.manager().getParentManager());
      list.add(kept);
      return scores;
    }
  },
  MEMORY_IN_A_FIELD(Rule.RESUMES) {
    @Override
    Built in(Site site) {
      return new Scored(site) {
        private double seen;

        @Override
        public NDArray scores(Chunk chunk) {
          NDArray scores = chunk.dot().mul(chunk.scalar(1 + seen));
          seen = 0.5 * seen + 0.1 * chunk.q().stopGradient().mean().getFloat();
          return scores;
        }
      };
    }
  },
  GRADIENT_STOPPED(Rule.GRADIENTS) {
    @Override
    NDArray scores(Chunk chunk) {
      return chunk.dot().stopGradient();
    }
  },
  SEES_WHAT_IS_HIDDEN(Rule.EMPTY_ROWS) {
    @Override
    Built in(Site site) {
      return new Scored(site) {
        @Override
        public NDArray attend(lamina.model.Pass pass, lamina.model.attention.AttentionInput input) {
          NDArray scores = input.q().matMul(input.k().swapAxes(2, 3));
          return scores.softmax(3).matMul(input.v());
        }
      };
    }
  };

  private final Rule fault;

  Broken(Rule fault) {
    this.fault = fault;
  }

  Rule fault() {
    return fault;
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN;
  }

  @Override
  public String kind() {
    return name();
  }

  @Override
  public final Built in(Declaration declare, Site site) {
    return in(site);
  }

  Built in(Site site) {
    return new Scored(site) {
      @Override
      public NDArray scores(Chunk chunk) {
        return Broken.this.scores(chunk);
      }

      @Override
      public NDArray weights(Chunk chunk, NDArray scores) {
        return Broken.this.weights(chunk, scores);
      }
    };
  }

  NDArray scores(Chunk chunk) {
    return chunk.dot();
  }

  NDArray weights(Chunk chunk, NDArray scores) {
    return chunk.softmax(scores);
  }

  /** How much a query likes the mean key, (B or 1, H, rows, 1) times a ramp over keys. */
  private static NDArray meanKey(Chunk chunk, int[] axes) {
    NDArray mean = chunk.k();
    for (int axis : axes) {
      mean = mean.mean(new int[] {axis}, true);
    }
    NDArray liked = chunk.q().mul(mean).sum(new int[] {3}, true);
    return liked.mul(chunk.offset());
  }
}
