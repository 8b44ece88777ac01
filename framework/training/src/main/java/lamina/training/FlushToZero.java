package lamina.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the calling thread treat denormal floats as zero. Saturated softmaxes are full of them, and
 * every matrix product that meets one crawls: without this, training with a mask takes twice the
 * time.
 */
final class FlushToZero {
  private static final String SET_FLUSH_DENORMAL = "_ZN2at7Context16setFlushDenormalEb";

  private FlushToZero() {}

  /**
   * Switches it on for this thread.
   *
   * @return whether it took effect, as an operation shows
   */
  static boolean enable() {
    Path library = Path.of(LibUtils.getLibtorchPath()).resolve(System.mapLibraryName("torch_cpu"));
    if (Files.exists(library)) {
      call(library);
    }
    return isOn();
  }

  /**
   * Calls at::Context::setFlushDenormal(true) of the very library that the engine has loaded: a
   * static member, so that its only argument is the switch.
   */
  private static void call(Path library) {
    try {
      Function set = NativeLibrary.getInstance(library.toString()).getFunction(SET_FLUSH_DENORMAL);
      set.invoke(Integer.class, new Object[] {1});
    } catch (UnsatisfiedLinkError notThisPlatform) {
      System.err.println("flush-to-zero is not available here: " + notThisPlatform.getMessage());
    }
  }

  /** Whether half of the smallest normal number is zero on this thread. */
  static boolean isOn() {
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu())) {
      NDArray smallest = manager.create(Float.MIN_NORMAL);
      return smallest.mul(manager.create(0.5f)).mul(manager.create(2f)).getFloat() == 0;
    }
  }
}
