package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lamina.config.LabelledFiles;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.Safetensors;
import lamina.config.border.WorkerMessage;
import lamina.data.DataFolder;
import lamina.data.LabelledSet;
import lamina.data.TinyData;
import lamina.data.own.AddFolder;
import lamina.data.own.OwnFiles;
import lamina.mask.MaskFusion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process of its own. */
class WorkerTest {
  @TempDir Path temporary;
  private Path store;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void writeData() throws IOException {
    TinyData.in(temporary.resolve("data"));
    store = temporary.resolve("runs");
  }

  @AfterEach
  void endWorkers() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void trialsAreRecordedOneAfterTheOther() throws Exception {
    Conversation worker = start();
    for (MaskFusion fusion : MaskFusion.values()) {
      Trial trial = SmallTrial.of(SmallTrial.mask(fusion), 1, 1e-3, 0);
      worker.tell(SmallTrial.assignment(store, trial).toLine());
      assertThat(worker.ending())
          .isEqualTo(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.RECORDED));
      RunFolder folder = SmallTrial.folder(store, trial);
      assertThat(outcome(trial)).isInstanceOf(Outcome.Completed.class);
      assertThat(Files.readString(folder.trial())).isEqualTo(trial.toJson());
      assertThat(folder.provenance()).content().contains("\"flushToZero\"", "\"libtorch\"");
      assertThat(folder.provenance()).content().contains("\"attention\" : \"materialised\"");
      assertThat(folder.checkpoint()).doesNotExist();
      assertThat(Safetensors.read(folder.parameters()).tensors()).containsKey("head.weight");
    }
  }

  @Test
  void ownFilesAreTrainedOnAndStandInTheProvenanceByTheirChecksum() throws Exception {
    DataFolder folder = new DataFolder(temporary.resolve("data"));
    LabelledFiles data =
        new AddFolder(OwnFiles.in(temporary.resolve("own")), 40, 8000, 500)
            .run(folder, line -> {})
            .data();
    Trial trial = SmallTrial.of(data, SmallTrial.NONE, 1, 1e-3, 0);
    Conversation worker = start();
    worker.tell(SmallTrial.assignment(store, trial).toLine());
    worker.ending();
    assertThat(outcome(trial)).isInstanceOf(Outcome.Completed.class);
    assertThat(SmallTrial.folder(store, trial).provenance())
        .content()
        .contains("\"own/%s.bin\" : \"%s\"".formatted(data.checksum(), data.checksum()));
    Files.delete(LabelledSet.required(data.checksum(), folder));
    Trial next = SmallTrial.of(data, SmallTrial.NONE, 1, 1e-3, 1);
    Conversation another = start();
    another.tell(SmallTrial.assignment(store, next).toLine());
    assertThat(another.process().waitFor()).isEqualTo(2);
    assertThat(another.errors()).contains("add them with ./lamina data add");
  }

  @Test
  void aTrialThatDivergesIsAFailureAndTheWorkerGoesOn() throws Exception {
    Conversation worker = start();
    Trial diverges = SmallTrial.of(SmallTrial.NONE, 9, 1e30, 0);
    worker.tell(SmallTrial.assignment(store, diverges).toLine());
    worker.ending();
    Outcome.Failed failed = (Outcome.Failed) outcome(diverges);
    assertThat(failed.failure()).isEqualTo(Outcome.Failure.DIVERGED);
    assertThat(failed.log()).isNotEmpty();
    Trial next = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    worker.tell(SmallTrial.assignment(store, next).toLine());
    worker.ending();
    assertThat(outcome(next)).isInstanceOf(Outcome.Completed.class);
  }

  @Test
  void aRunThatAnotherProcessHoldsIsBusy() throws Exception {
    Trial trial = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    Conversation worker = start();
    try (RunLock held = RunLock.tryAcquire(SmallTrial.folder(store, trial)).orElseThrow()) {
      worker.tell(SmallTrial.assignment(store, trial).toLine());
      assertThat(worker.ending())
          .isEqualTo(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.BUSY));
    }
    assertThat(SmallTrial.folder(store, trial).outcome()).doesNotExist();
  }

  @Test
  void aWorkerEndsWithItsInput() throws Exception {
    Conversation worker = start();
    worker.tell(
        SmallTrial.assignment(store, SmallTrial.of(SmallTrial.NONE, 5000, 1e-3, 0)).toLine());
    worker.process().getOutputStream().close();
    assertThat(worker.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAssignmentForAnotherTrialsFolderIsRefused() throws Exception {
    Conversation worker = start();
    Trial trial = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    Trial other = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 1);
    String mixed =
        SmallTrial.assignment(store, trial).toLine().replace(trial.id().hex(), other.id().hex());
    worker.tell(mixed);
    assertThat(worker.process().waitFor()).isEqualTo(2);
    assertThat(worker.errors()).contains("assignment folder must be named " + trial.id().hex());
  }

  @Test
  void aGpuThatIsNotThereIsRefusedBeforeAnyWork() throws Exception {
    Process worker = process("gpu:7");
    String errors = new String(worker.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(worker.waitFor()).isEqualTo(2);
    assertThat(errors).contains("device gpu:7 is not there: the engine sees");
  }

  private Outcome outcome(Trial trial) throws IOException {
    return Outcome.fromJson(Files.readString(SmallTrial.folder(store, trial).outcome()));
  }

  private Conversation start() throws IOException {
    Process process = process("cpu");
    Conversation worker =
        new Conversation(
            process,
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    assertThat(worker.hear()).isEqualTo(new WorkerMessage.Ready("cpu"));
    return worker;
  }

  private Process process(String device) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "lamina.training.Worker",
            "--device",
            device,
            "--data",
            temporary.resolve("data").toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private record Conversation(Process process, BufferedReader out) {
    void tell(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    WorkerMessage hear() throws IOException {
      return WorkerMessage.fromLine(out.readLine());
    }

    WorkerMessage ending() throws IOException {
      WorkerMessage message = hear();
      while (message instanceof WorkerMessage.Progress) {
        message = hear();
      }
      return message;
    }

    String errors() throws IOException {
      return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
