package lamina.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lamina.config.border.RunFolder;
import lamina.spark.Call.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
  private static final long TASK = 7;

  @TempDir Path temporary;
  private final List<Call> calls = new ArrayList<>();
  private Path machines;
  private Path drivers;
  private Desk desk;

  @BeforeEach
  void openATrial() throws IOException {
    machines = Files.createDirectories(temporary.resolve("machines"));
    drivers = temporary.resolve("drivers");
    Attempt attempt = new Attempt(new RunFolder(drivers), heard -> {});
    desk = new Desk(new Shipment(), (executor, reason) -> {});
    desk.open("a", attempt);
    attempt.begin(TASK, false);
  }

  @Test
  void filesOfAllSizesArriveAsTheyAre() throws IOException {
    Random random = new Random(3);
    int[] sizes = {0, 10, Delivery.CALL, 1, 2 * Delivery.CALL + 5, Delivery.CALL - 16, 0, 300};
    for (int i = 0; i < sizes.length; i++) {
      byte[] bytes = new byte[sizes[i]];
      random.nextBytes(bytes);
      Files.write(machines.resolve(i + ".bin"), bytes);
    }
    Files.writeString(machines.resolve("outcome.json"), "{}");

    assertThat(send()).isEqualTo(Answer.RECORDED);
    assertThat(names(drivers)).containsAll(names(machines)).hasSize(sizes.length + 3);
    for (String name : names(machines)) {
      assertThat(drivers.resolve(name)).hasSameBinaryContentAs(machines.resolve(name));
    }
    assertThat(calls).hasSize(5).allMatch(call -> size(call) <= Delivery.CALL);
  }

  @Test
  void aSmallTrialIsOneCall() throws IOException {
    for (String name : List.of("trial.json", "log.txt", "metrics.jsonl", "outcome.json")) {
      Files.writeString(machines.resolve(name), name);
    }
    assertThat(send()).isEqualTo(Answer.RECORDED);
    assertThat(calls).hasSize(1);
  }

  @Test
  void aMechanismOfOnesOwnComesAlong() throws IOException {
    Path mechanism = Files.createDirectories(new RunFolder(machines).mechanism());
    Files.writeString(mechanism.resolve("Probe.java"), "public record Probe() {}");
    Files.writeString(machines.resolve("outcome.json"), "{}");
    assertThat(send()).isEqualTo(Answer.RECORDED);
    assertThat(new RunFolder(drivers).mechanism().resolve("Probe.java"))
        .hasContent("public record Probe() {}");
    assertThat(calls).hasSize(1);
  }

  @Test
  void whatIsNoResultStays() throws IOException {
    for (String name : List.of("lock", "metrics.jsonl.4711.tmp", "outcome.json")) {
      Files.writeString(machines.resolve(name), name);
    }
    assertThat(send()).isEqualTo(Answer.RECORDED);
    assertThat(drivers.resolve("metrics.jsonl.4711.tmp")).doesNotExist();
    assertThat(drivers.resolve("lock")).isEmptyFile();
  }

  @Test
  void nothingMoreIsSentOnceTheTrialIsSomebodyElses() throws IOException {
    Files.write(machines.resolve("large"), new byte[3 * Delivery.CALL]);
    Files.writeString(machines.resolve("outcome.json"), "{}");
    desk.close("a");
    assertThat(send()).isEqualTo(Answer.OVER);
    assertThat(calls).hasSize(1);
    assertThat(drivers.resolve("outcome.json")).doesNotExist();
  }

  private Answer send() throws IOException {
    return new Delivery(
            "a",
            TASK,
            call -> {
              calls.add(call);
              return Answer.valueOf((String) desk.answer(call));
            })
        .send(machines);
  }

  private static int size(Call call) {
    List<Call.Part> parts =
        call instanceof Call.Commit last ? last.parts() : ((Call.Parts) call).parts();
    return parts.stream().mapToInt(part -> part.bytes().length).sum();
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
