package lamina.cli;

import java.io.PrintWriter;
import lamina.sweep.Progress;

/** Shows a run: one line that renews itself on a terminal, else a line whenever a trial ends. */
final class ProgressDisplay implements Progress.Listener, AutoCloseable {
  private static final long REFRESH_MILLIS = 200;

  private final PrintWriter out;
  private final boolean terminal;
  private long lastShown;
  private int lastEnded = -1;

  private ProgressDisplay(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  static ProgressDisplay on(PrintWriter out) {
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    return new ProgressDisplay(out, terminal);
  }

  @Override
  public synchronized void changed(Progress progress) {
    int ended = progress.done() + progress.failed();
    boolean news = ended != lastEnded;
    long now = System.currentTimeMillis();
    if (terminal && (news || now - lastShown >= REFRESH_MILLIS)) {
      out.print("\r\u001b[K" + progress.line());
      out.flush();
      lastShown = now;
    } else if (!terminal && news) {
      out.println(progress.line());
    }
    lastEnded = ended;
  }

  /** A line that stays. */
  synchronized void note(String line) {
    out.println(terminal ? "\r\u001b[K" + line : line);
    out.flush();
  }

  @Override
  public void close() {
    if (terminal) {
      out.println();
    }
  }
}
