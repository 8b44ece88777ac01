package lamina.training.own;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.Json;
import lamina.config.MaskCount;
import lamina.config.OwnMask;
import lamina.config.Trial;
import lamina.config.border.MechanismCheck;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;
import lamina.contract.Burden;
import lamina.contract.Contract;
import lamina.contract.Finding;
import lamina.contract.Rule;
import lamina.cost.Cost;
import lamina.mechanism.Buildable;
import lamina.model.Declaration;
import lamina.model.encoder.Encoder;

/**
 * The process in which users' code is compiled, described and checked: a line of JSON in, a line
 * out. Whatever that code throws is an answer; what it prints goes to the standard error.
 */
public final class MechanismHost {
  private MechanismHost() {}

  /** No arguments. It ends when nobody can ask any more, whatever a mechanism does then. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream answers = System.out;
    BlockingQueue<String> questions = readInBackground(System.in);
    System.setOut(System.err);
    System.setProperty("ai.djl.pytorch.num_threads", "1"); // as workers have
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setIn(InputStream.nullInputStream());
    while (true) {
      ObjectNode last =
          answer(
              questions.take(),
              told -> {
                answers.println(Json.line(told));
                answers.flush();
              });
      answers.println(Json.line(last));
      answers.flush();
    }
  }

  private static BlockingQueue<String> readInBackground(InputStream requests) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
              } catch (IOException | UncheckedIOException askerGone) {
                // the same as the end of input
              }
              Runtime.getRuntime().halt(0);
            });
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  /**
   * Answers a line.
   *
   * @param tell takes what is known before the answer is whole
   */
  static ObjectNode answer(String line, Consumer<ObjectNode> tell) {
    ObjectNode answer = Json.object();
    try {
      JsonNode request = Json.parse(line);
      switch (request.path("ask").asText()) {
        case "compile" -> {
          MechanismSource source =
              MechanismSource.of(request.path("file").asText(), request.path("text").asText());
          answer.set("code", Json.tree(OwnCompiler.compile(source)));
        }
        case "describe" -> describe(request, answer);
        case "traits" -> {
          try (TrialClasses classes = TrialClasses.of(code(request))) {
            OwnMask mask = OwnMask.fromJson(request.path("mask").asText());
            answer.set("traits", Json.tree(mask.loaded().traits()));
          }
        }
        case "check" -> check(request, answer, tell);
        default -> answer.put("error", "a host is not asked to " + request.path("ask"));
      }
    } catch (Throwable e) {
      String said = e.getMessage();
      answer.put("error", e instanceof ConfigException && said != null ? said : e.toString());
    }
    return answer;
  }

  private static List<MechanismCode> code(JsonNode request) {
    List<MechanismCode> code = new ArrayList<>();
    request.path("code").forEach(one -> code.add(Json.read(one, MechanismCode.class)));
    return code;
  }

  /** Loads a trial's mask, has it refuse the place, builds it once, and counts what it adds. */
  private static void describe(JsonNode request, ObjectNode answer) {
    try (TrialClasses classes = TrialClasses.of(code(request))) {
      Experiment<?> experiment = Trial.fromJson(request.path("trial").asText()).experiment();
      Buildable mask = Buildable.of(experiment.mask());
      answer.set("traits", Json.tree(mask.traits()));
      mask.requireFit(experiment.place(), experiment.backbone(), experiment.training().batch());
      new Encoder(new Declaration(), experiment.backbone(), mask, experiment.place());
      MaskCount count = Cost.ofMask(experiment);
      answer.put("trained", count.trained());
      answer.put("kept", count.kept());
      count.macs().ifPresent(macs -> answer.put("macs", macs));
    }
  }

  /**
   * Holds a trial's mask to the contract. Before a rule is checked it is told, and behind it what
   * was found: a mechanism may end the process.
   */
  private static void check(JsonNode request, ObjectNode answer, Consumer<ObjectNode> tell) {
    try (TrialClasses classes = TrialClasses.of(code(request))) {
      Buildable mask =
          Buildable.of(Trial.fromJson(request.path("trial").asText()).experiment().mask());
      tell.accept(at("traits"));
      ObjectNode traits = Json.object();
      traits.set("traits", Json.tree(mask.traits()));
      tell.accept(traits);
      for (Rule rule : Rule.values()) {
        if (rule != Rule.STEPS) {
          tell.accept(at(rule.written()));
          Finding found = Contract.check(mask, rule);
          ObjectNode finding = Json.object();
          finding.set(
              "finding",
              Json.tree(new MechanismCheck.Finding(rule.written(), found.holds(), found.detail())));
          tell.accept(finding);
        }
      }
      tell.accept(at("time and memory"));
      Burden burden = Burden.of(mask);
      answer.set(
          "load",
          Json.tree(
              new MechanismCheck.Load(
                  burden.stepMillis(), burden.plainMillis(), burden.bytes(), burden.plainBytes())));
    }
  }

  private static ObjectNode at(String what) {
    ObjectNode at = Json.object();
    at.put("at", what);
    return at;
  }
}
