package lamina.sweep.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import lamina.config.ConfigException;
import lamina.sweep.LastLines;
import lamina.sweep.Launcher;
import lamina.sweep.RunException;
import lamina.sweep.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Workers of a cluster, by way of its driver, a process of this machine. The driver ends when its
 * input does, so it never outlives the command that started it.
 */
public final class ClusterLauncher implements Launcher, AutoCloseable {
  private static final int GOODBYE_SECONDS = 10;

  private final Consumer<String> news;
  private final Process driver;
  private final LastLines errors;
  private final Map<Integer, RemoteWorker> workers = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final ClusterReply.Ready ready;
  private volatile String end = "";

  /**
   * Starts a driver and waits until its machines are ready.
   *
   * @param command of the driver
   * @param news is told, in one line each, which machines are left out
   * @throws RunException where there is no cluster, or it refuses
   */
  public ClusterLauncher(List<String> command, ClusterSettings settings, Consumer<String> news) {
    this.news = news;
    try {
      driver = new ProcessBuilder(command).start();
      errors = new LastLines(driver.getErrorStream());
      write(settings.toLine());
    } catch (IOException e) {
      throw new RunException("the cluster's driver cannot be started: " + e, e);
    }
    BufferedReader out =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    ready = awaitReady(out);
    Thread listener = new Thread(() -> listen(out), "cluster");
    listener.setDaemon(true);
    listener.start();
  }

  /** What the cluster has. */
  public ClusterReply.Ready ready() {
    return ready;
  }

  /**
   * @throws RunException where the driver is gone
   */
  @Override
  public Worker start(String device) {
    int number = numbers.incrementAndGet();
    RemoteWorker worker = new RemoteWorker(number, this::send);
    workers.put(number, worker);
    if (!end.isEmpty()) {
      worker.lost(end);
    }
    try {
      send(new ClusterRequest.Start(number, device));
    } catch (IOException driverGone) {
      worker.hear(); // throws what the driver said last
    }
    return worker;
  }

  private ClusterReply.Ready awaitReady(BufferedReader out) {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        ClusterReply reply = reply(line).orElse(null);
        if (reply instanceof ClusterReply.Ready said) {
          return said;
        }
        tellNews(reply);
        if (reply instanceof ClusterReply.Refused refused) {
          throw new RunException(refused.reason());
        }
      }
    } catch (IOException gone) {
      // the same as the end of its output
    } catch (RunException e) {
      close();
      throw e;
    }
    throw new RunException(lastWords());
  }

  private void listen(BufferedReader out) {
    String reason = "";
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        ClusterReply reply = reply(line).orElse(null);
        if (reply instanceof ClusterReply.Heard heard) {
          workers.get(heard.worker()).heard(heard.message());
        } else if (reply instanceof ClusterReply.Gone gone) {
          workers.remove(gone.worker()).gone(gone);
        } else if (reply instanceof ClusterReply.Refused refused) {
          reason = refused.reason();
        }
        tellNews(reply);
      }
    } catch (IOException gone) {
      // the same as the end of its output
    }
    end = reason.isEmpty() ? lastWords() : reason;
    workers.values().forEach(worker -> worker.lost(end));
  }

  private void tellNews(@Nullable ClusterReply reply) {
    if (reply instanceof ClusterReply.LeftOut machine) {
      news.accept(machine.reason() + "; it is left out");
    }
  }

  private static Optional<ClusterReply> reply(String line) {
    try {
      return Optional.of(ClusterReply.fromLine(line));
    } catch (ConfigException noise) {
      return Optional.empty();
    }
  }

  private String lastWords() {
    return "the cluster's driver has ended: " + errors.text();
  }

  private void send(ClusterRequest request) throws IOException {
    write(request.toLine());
  }

  private synchronized void write(String line) throws IOException {
    OutputStream in = driver.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  @Override
  public void close() {
    try {
      driver.getOutputStream().close();
      if (!driver.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (IOException gone) {
      driver.destroyForcibly();
    } catch (InterruptedException e) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
