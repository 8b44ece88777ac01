package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lamina.config.Experiment;
import lamina.config.OwnMask;
import lamina.config.Trial;
import lamina.config.border.MechanismCode;
import lamina.config.border.Outcome;
import lamina.cost.Cost;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mechanism.Buildable;
import lamina.model.Declaration;
import lamina.model.encoder.Encoder;
import lamina.training.own.TrialClasses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial's classes end with it, however many there are in a worker. */
class OwnLoadersTest {
  private static final int MANY = 200;
  private static final ClassLoadingMXBean CLASSES = ManagementFactory.getClassLoadingMXBean();

  @TempDir Path temporary;

  @Test
  void aLoaderEndsWithItsTrial() {
    ComputeDevice.start("cpu", 1);
    MechanismCode code = Own.code("MyBottleneck");
    Trial trial = SmallTrial.of(Own.mask("MyBottleneck", Map.of("fusionLayer", 1)), 1, 1e-3, 0);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      loaders.add(used(code, trial.experiment()));
    }
    long distinct =
        loaders.stream().map(WeakReference::get).filter(l -> l != null).distinct().count();
    assertThat(distinct).isPositive();
    collect(() -> loaders.stream().allMatch(loader -> loader.refersTo(null)));
    assertThat(loaders).allMatch(loader -> loader.refersTo(null));
  }

  /** The loader of what is made of a mask, built, counted and written. */
  private static WeakReference<ClassLoader> used(MechanismCode code, Experiment<?> experiment) {
    try (TrialClasses classes = TrialClasses.of(List.of(code))) {
      Buildable mask = Buildable.of(experiment.mask());
      new Encoder(new Declaration(), experiment.backbone(), mask, experiment.place());
      assertThat(Cost.ofMask(experiment).macs()).isPresent();
      assertThat(mask.traits()).isEqualTo(experiment.mask().traits());
      assertThat(mask).hasToString(mask.toString());
      return new WeakReference<>(mask.getClass().getClassLoader());
    }
  }

  private static void collect(java.util.function.BooleanSupplier done) {
    for (int i = 0; i < 20 && !done.getAsBoolean(); i++) {
      System.gc();
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void fewTrialsLeaveNoClasses() throws IOException {
    assertFlat(12);
  }

  @Test
  @Tag("full")
  void manyTrialsLeaveNoClasses() throws IOException {
    assertFlat(MANY);
  }

  private void assertFlat(int trials) throws IOException {
    DataFolder data = TinyData.in(temporary.resolve("data"));
    TrialDesk desk = Own.desk(data);
    MechanismCode code = Own.code("MyBottleneck");
    OwnMask mask = Own.mask("MyBottleneck", Map.of("fusionLayer", 1));
    int own = code.classes().size();
    long unloaded = CLASSES.getUnloadedClassCount();
    for (int i = 0; i < trials; i++) {
      Trial trial = SmallTrial.of(mask, 1, 1e-3, i);
      desk.take(Own.assignment(temporary.resolve("runs"), trial, code));
      assertThat(Files.readString(SmallTrial.folder(temporary.resolve("runs"), trial).outcome()))
          .satisfies(
              json -> assertThat(Outcome.fromJson(json)).isInstanceOf(Outcome.Completed.class));
    }
    long all = (long) own * trials;
    collect(() -> CLASSES.getUnloadedClassCount() - unloaded >= all);
    assertThat(CLASSES.getUnloadedClassCount() - unloaded).isGreaterThanOrEqualTo(all);
  }
}
