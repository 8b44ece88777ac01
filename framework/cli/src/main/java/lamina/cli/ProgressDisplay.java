package lamina.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
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
      out.print("\r\u001b[K" + line(progress));
      out.flush();
      lastShown = now;
    } else if (!terminal && news) {
      out.println(line(progress));
    }
    lastEnded = ended;
  }

  static String line(Progress progress) {
    StringBuilder line = new StringBuilder();
    line.append(progress.done()).append(" of ").append(progress.trials()).append(" trials done");
    if (progress.doneBefore() > 0) {
      line.append(" (").append(progress.doneBefore()).append(" before)");
    }
    line.append(", ").append(progress.running().size()).append(" running, ");
    line.append(progress.failed()).append(" failed");
    progress.loss().ifPresent(loss -> line.append(String.format(Locale.ROOT, ", loss %.3f", loss)));
    if (progress.open() > 0) {
      progress.left().ifPresent(left -> line.append(", ").append(words(left)).append(" left"));
    }
    return line.toString();
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  @Override
  public void close() {
    if (terminal) {
      out.println();
    }
  }
}
