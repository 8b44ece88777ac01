package lamina.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import lamina.config.border.Assignment;
import lamina.config.border.WorkerMessage;
import lamina.sweep.Worker;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private static final int READY = 0;
  private static final int KILLED = 137;
  private static final int REFUSED = 2;

  private final Deque<Integer> ends = new ArrayDeque<>();
  private final WorkerPool pool = new WorkerPool(device -> new Started(ends.remove()));

  /** A worker that is ready, or has ended with a code before it was. */
  private record Started(int code, AtomicBoolean dead) implements Worker {
    Started(int code) {
      this(code, new AtomicBoolean());
    }

    @Override
    public void tell(Assignment assignment) {}

    @Override
    public Optional<WorkerMessage> hear() {
      return code == READY ? Optional.of(new WorkerMessage.Ready("cpu")) : Optional.empty();
    }

    @Override
    public boolean isAlive() {
      return !dead.get();
    }

    @Override
    public String lastWords() {
      return "ended with " + code;
    }

    @Override
    public int exitCode() {
      return code;
    }

    @Override
    public void close() {}
  }

  @Test
  void aWorkerThatDiesWhileItStartsIsStartedOnceMore() throws IOException {
    ends.addAll(List.of(KILLED, READY));
    assertThat(pool.take("cpu").exitCode()).isEqualTo(READY);
    ends.addAll(List.of(KILLED, KILLED, READY));
    assertThatThrownBy(() -> pool.take("cpu"))
        .isInstanceOf(IOException.class)
        .hasMessage("ended with 137");
    assertThat(ends).containsExactly(READY);
  }

  @Test
  void aWorkerThatRefusesIsNotAskedAgain() {
    ends.addAll(List.of(REFUSED, READY));
    assertThatThrownBy(() -> pool.take("gpu:0"))
        .isInstanceOf(IOException.class)
        .hasMessage("ended with 2");
    assertThat(ends).containsExactly(READY);
  }

  @Test
  void anIdleWorkerIsTakenAgainByItsDeviceAlone() throws IOException {
    ends.addAll(List.of(READY, READY));
    Worker first = pool.take("gpu:0");
    pool.giveBack("gpu:0", first);
    pool.take("gpu:1");
    assertThat(ends).isEmpty();
    assertThat(pool.take("gpu:0")).isSameAs(first);
  }

  @Test
  void anIdleWorkerThatHasDiedIsNotTaken() throws IOException {
    ends.addAll(List.of(READY, READY));
    Started first = (Started) pool.take("cpu");
    pool.giveBack("cpu", first);
    first.dead().set(true);
    Worker second = pool.take("cpu");
    assertThat(second).isNotSameAs(first);
    pool.giveBack("cpu", second);
    assertThat(pool.take("cpu")).isSameAs(second);
  }
}
