package lamina.training;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;

/** The part of {@code lamina doctor} that needs the engine. */
public final class Doctor {
  private Doctor() {}

  public static void main(String[] arguments) {
    ComputeDevice cpu = ComputeDevice.start("cpu", 1);
    Engine engine = Engine.getInstance();
    line("engine", "DJL " + Engine.getDjlVersion() + ", libtorch " + engine.getVersion());
    line("natives", LibUtils.getLibtorchPath());
    line("threads", cpu.threads() + " a worker, of " + Runtime.getRuntime().availableProcessors());
    line("flush-to-zero", cpu.flushesToZero() ? "on" : "off: masks will train slowly");
    line("GPUs", engine.getGpuCount() == 0 ? "none" : String.valueOf(engine.getGpuCount()));
  }

  private static void line(String what, String value) {
    System.out.printf("%-14s %s%n", what, value);
  }
}
