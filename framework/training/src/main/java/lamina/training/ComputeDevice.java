package lamina.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import lamina.config.ConfigException;

/** The engine and the one device that a worker uses. */
record ComputeDevice(Device device, int threads, boolean flushesToZero) {

  /**
   * Starts the engine.
   *
   * @param name {@code cpu} or {@code gpu:0}
   * @param threads intra-op threads on the CPU
   * @throws ConfigException where there is no such device
   */
  static ComputeDevice start(String name, int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    Engine engine = Engine.getEngine("PyTorch");
    return new ComputeDevice(device(name, engine.getGpuCount()), threads, FlushToZero.enable());
  }

  private static Device device(String name, int gpus) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    if (!name.matches("gpu:\\d{1,3}")) {
      throw new ConfigException("device must be cpu or gpu:N, got '" + name + "'");
    }
    int index = Integer.parseInt(name.substring("gpu:".length()));
    if (index >= gpus) {
      throw new ConfigException(
          "device %s is not there: the engine sees %d GPUs".formatted(name, gpus));
    }
    return Device.gpu(index);
  }

  String name() {
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }
}
