package lamina.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.Json;
import lamina.config.MaskCount;
import lamina.config.OwnMask;
import lamina.config.Traits;
import lamina.config.Trial;
import lamina.config.border.MechanismCheck;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks a process of its own about users' mechanisms: this one never loads them. The process is
 * started when something is first asked, and ended where it takes too long.
 */
public final class MechanismHelper implements OwnMask.Loader, AutoCloseable {
  private static final String HOST = "lamina.training.own.MechanismHost";
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LONGEST_RULE = Duration.ofSeconds(180);

  private final Home home;
  private final Duration longest;
  private final Duration longestRule;
  private final Map<String, JsonNode> described = new HashMap<>();
  private volatile @Nullable Process process;
  private @Nullable BufferedReader answers;

  public MechanismHelper(Home home) {
    this(home, LONGEST, LONGEST_RULE);
  }

  /**
   * A helper.
   *
   * @param longest that an answer may take, and the check of one rule
   */
  public MechanismHelper(Home home, Duration longest) {
    this(home, longest, longest);
  }

  private MechanismHelper(Home home, Duration longest, Duration longestRule) {
    this.home = home;
    this.longest = longest;
    this.longestRule = longestRule;
  }

  /**
   * Compiles what the variants of a sweep are of, and has every mechanism refuse what it cannot be,
   * before any work starts.
   *
   * @throws ConfigException with the compiler's errors, or what a mechanism says
   */
  public void prepare(Sweep sweep) {
    for (Variant variant : sweep.variants()) {
      Experiment<?> experiment = variant.experiment().resolved();
      if (!OwnMask.in(experiment.mask()).isEmpty()) {
        OwnMask.keep(experiment, MaskCount.fromJson(describe(experiment)));
      }
    }
  }

  /**
   * The classes of a source.
   *
   * @throws ConfigException with the compiler's errors
   */
  public MechanismCode compiled(MechanismSource source) {
    return MechanismCode.of(source.digest())
        .orElseGet(
            () -> {
              ObjectNode request = Json.object();
              request.put("ask", "compile").put("file", source.file()).put("text", source.text());
              MechanismCode code = Json.read(ask(request).path("code"), MechanismCode.class);
              MechanismCode.keep(code);
              return code;
            });
  }

  /** What a mechanism says of itself in an experiment. */
  private JsonNode describe(Experiment<?> experiment) {
    ArrayNode code = codes(experiment);
    String trial = Trial.of(experiment, 0).toJson();
    return described.computeIfAbsent(
        trial,
        of -> {
          ObjectNode request = Json.object();
          request.put("ask", "describe").put("trial", of);
          request.set("code", code);
          return ask(request);
        });
  }

  private ArrayNode codes(Experiment<?> experiment) {
    ArrayNode code = Json.object().putArray("code");
    for (OwnMask own : OwnMask.in(experiment.mask())) {
      code.add(Json.tree(code(own)));
    }
    return code;
  }

  private MechanismCode code(OwnMask mask) {
    return MechanismCode.of(mask.source())
        .orElseGet(
            () ->
                compiled(
                    MechanismSource.known(mask.source())
                        .orElseThrow(
                            () ->
                                new ConfigException(
                                    "mask.source must be the digest of a file that is declared, got "
                                        + mask.source()))));
  }

  /** The process does not answer: what the mechanism in it did. */
  private static final class Silence extends Exception {
    private static final long serialVersionUID = 1;

    Silence(String what) {
      super(what);
    }
  }

  private synchronized JsonNode ask(ObjectNode request) {
    try {
      send(request);
      return withoutError(heard(longest));
    } catch (Silence e) {
      throw new ConfigException("a mechanism " + e.getMessage(), e);
    }
  }

  private static JsonNode withoutError(JsonNode said) {
    if (said.hasNonNull("error")) {
      throw new ConfigException(said.path("error").asText());
    }
    return said;
  }

  private void send(ObjectNode request) {
    try {
      OutputStream out = started().getOutputStream();
      out.write((Json.line(request) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      close();
      throw new RunException("a process of Lamina cannot be used: " + e, e);
    }
  }

  private JsonNode heard(Duration limit) throws Silence {
    try {
      CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(this::read);
      String answer = line.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (answer == null) {
        close();
        throw new Silence("ended the process that it was asked in");
      }
      return Json.parse(answer);
    } catch (ConfigException e) {
      close();
      throw e;
    } catch (TimeoutException e) {
      close();
      throw new Silence("must answer within %d seconds, and did not".formatted(limit.toSeconds()));
    } catch (ExecutionException e) {
      close();
      throw new RunException("a process of Lamina cannot be used: " + e, e);
    } catch (InterruptedException e) {
      close(); // its answer would be the next question's
      Thread.currentThread().interrupt();
      throw new RunException("a process of Lamina was interrupted", e);
    }
  }

  /**
   * Holds an experiment's mask to the contract, in that process. Where the mechanism ends it, or
   * takes too long with a rule, that is what was found of the rule, and the last thing.
   *
   * @throws ConfigException with the compiler's errors, or what the mechanism says before it is
   *     held to anything
   */
  public MechanismCheck check(Experiment<?> experiment) {
    ObjectNode request = Json.object();
    request.put("ask", "check").put("trial", Trial.of(experiment, 0).toJson());
    request.set("code", codes(experiment));
    return checked(request);
  }

  private synchronized MechanismCheck checked(ObjectNode request) {
    List<MechanismCheck.Finding> findings = new ArrayList<>();
    Traits traits = null;
    MechanismCheck.Load load = null;
    String at = null;
    send(request);
    try {
      boolean more = true;
      while (more) {
        JsonNode said = heard(longestRule);
        more = said.has("at") || said.has("traits") || said.has("finding");
        if (said.has("at")) {
          at = said.path("at").asText();
        } else if (said.has("traits")) {
          traits = Json.read(said.path("traits"), Traits.class);
        } else if (said.has("finding")) {
          findings.add(Json.read(said.path("finding"), MechanismCheck.Finding.class));
        } else if (said.has("load")) {
          load = Json.read(said.path("load"), MechanismCheck.Load.class);
        } else if (at == null) {
          withoutError(said);
        } else {
          String error = said.path("error").asText();
          findings.add(new MechanismCheck.Finding(at, false, "fails: " + error));
        }
      }
    } catch (Silence e) {
      String rule = at == null ? "start" : at;
      findings.add(new MechanismCheck.Finding(rule, false, "the mechanism " + e.getMessage()));
    }
    return new MechanismCheck(traits, findings, load);
  }

  private @Nullable String read() {
    try {
      return answers == null ? null : answers.readLine();
    } catch (IOException gone) {
      return null;
    }
  }

  private Process started() throws IOException {
    Process running = process;
    if (running == null || !running.isAlive()) {
      ProcessBuilder builder = new ProcessBuilder(home.java(HOST, List.of()).command());
      builder.environment().put("OPT_OUT_TRACKING", "true");
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      running = builder.start();
      process = running;
      answers = running.inputReader(StandardCharsets.UTF_8);
    }
    return running;
  }

  @Override
  public Traits traits(OwnMask mask) {
    ObjectNode request = Json.object();
    request.put("ask", "traits").put("mask", Json.line(mask));
    request.set("code", Json.object().putArray("code").add(Json.tree(code(mask))));
    JsonNode said = described.computeIfAbsent(Json.line(mask), of -> ask(request));
    return Json.read(said.path("traits"), Traits.class);
  }

  @Override
  public AttentionMask loaded(OwnMask mask) {
    throw new ConfigException("a user's mechanism is not loaded into this process: " + mask.kind());
  }

  @Override
  public Optional<MaskCount> counted(Experiment<?> experiment) {
    return Optional.of(MaskCount.fromJson(describe(experiment)));
  }

  @Override
  public boolean loads() {
    return false;
  }

  /** Ends what it waits for; what is asked later starts anew. */
  public void stop() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.destroyForcibly();
      process = null;
    }
  }
}
